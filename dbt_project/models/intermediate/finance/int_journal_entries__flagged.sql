{{ config(materialized='table') }}

with journal_lines as (
    select * from {{ ref('int_journal_lines__unioned') }}
),

companies as (
    select * from {{ ref('dim_companies') }}
),

-- A party that bears the name of a company of the same source is that company.
members as (
    select distinct
        source_name,
        lower(company_name) as member_name
    from companies
    where is_consolidated
),

final as (
    select
        journal_lines.source_name,
        journal_lines.company_code,
        journal_lines.exercise_end_on,
        journal_lines.journal_code,
        journal_lines.entry_number,
        bool_or(coalesce(substr(journal_lines.account_code, 1, 1) = '5', false)) as is_cash,
        bool_or(coalesce(journal_lines.account_code like '70%', false)) as is_sale,
        bool_or(coalesce(
            substr(journal_lines.account_code, 1, 1) in ('2', '3', '6')
            or substr(journal_lines.account_code, 1, 3) in ('408', '486'),
            false
        )) as is_purchase,
        bool_or(members.member_name is not null) as is_inter_company
    from journal_lines
    left join members
        on journal_lines.source_name = members.source_name
        and lower(journal_lines.party_name) = members.member_name
    group by
        journal_lines.source_name,
        journal_lines.company_code,
        journal_lines.exercise_end_on,
        journal_lines.journal_code,
        journal_lines.entry_number
)

select * from final
