{{ config(severity='warn') }}
-- A budget may be kept by shorter numbers than the ledger's: 607 is planned for 607000 and 607100.
with budget_lines as (
    select * from {{ ref('int_budget_lines__unioned') }}
),

accounts as (
    select * from {{ ref('dim_accounts') }}
),

planned_accounts as (
    select
        source_name,
        company_code,
        account_code,
        count(*) as line_count,
        sum(amount) as amount
    from budget_lines
    group by source_name, company_code, account_code
),

final as (
    select planned_accounts.*
    from planned_accounts
    left join accounts
        on planned_accounts.source_name = accounts.source_name
        and accounts.account_code like planned_accounts.account_code || '%'
    where accounts.account_code is null
)

select * from final
