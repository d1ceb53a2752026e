{{ config(enabled=var('fec_sources', []) | length > 0) }}

with budget_lines as (
    select * from {{ ref('stg_fec__budget_lines') }}
),

journal_lines as (
    select * from {{ ref('int_journal_lines__mapped_from_fec') }}
),

-- A budget that names no company is that of the only one whose books are there.
only_companies as (
    select
        source_name,
        min(company_code) as company_code
    from journal_lines
    group by source_name
    having count(distinct company_code) = 1
),

final as (
    select
        budget_lines.source_name,
        coalesce(budget_lines.company_code, only_companies.company_code, '') as company_code,
        budget_lines.account_code,
        budget_lines.budgeted_on,
        budget_lines.cost_center_code,
        budget_lines.scenario_name,
        budget_lines.amount,
        budget_lines.currency_code
    from budget_lines
    left join only_companies
        on budget_lines.source_name = only_companies.source_name
)

select * from final
