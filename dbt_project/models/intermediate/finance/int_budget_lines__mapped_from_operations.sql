{{ config(enabled='operations' in var('sources', [])) }}

with budgets as (
    select * from {{ ref('stg_operations__budgets') }}
),

companies as (
    select * from {{ ref('stg_operations__companies') }}
),

cost_centers as (
    select * from {{ ref('stg_operations__cost_centers') }}
),

final as (
    select
        'operations' as source_name,
        companies.company_code,
        budgets.account_code,
        budgets.budgeted_on,
        cost_centers.cost_center_code,
        budgets.scenario_name,
        budgets.amount,
        companies.currency_code
    from budgets
    left join companies
        on budgets.company_id = companies.company_id
    left join cost_centers
        on budgets.cost_center_id = cost_centers.cost_center_id
)

select * from final
