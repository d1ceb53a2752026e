{{ config(severity='warn') }}
-- A budget may be kept by shorter numbers than the ledger's: 607 is planned for 607000 and 607100.
with budget as (
    select * from {{ ref('fct_budget') }}
),

final as (
    select
        source_name,
        company_code,
        account_code,
        count(*) as line_count,
        sum(amount) as amount
    from budget
    where not is_in_ledger
    group by source_name, company_code, account_code
)

select * from final
