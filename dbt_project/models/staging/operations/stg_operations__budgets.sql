{{ config(enabled='operations' in var('sources', [])) }}

with budgets as (
    select * from {{ source('operations', 'budgets') }}
),

final as (
    select
        cast(budget_id as bigint) as budget_id,
        cast(company_id as bigint) as company_id,
        {{ affluent.trimmed('version') }} as scenario_name,
        {{ affluent.trimmed('account_code') }} as account_code,
        cast(cost_centre_id as bigint) as cost_center_id,
        cast(month as date) as budgeted_on,
        cast(amount as decimal(18, 2)) as amount
    from budgets
    where not _is_deleted
)

select * from final
