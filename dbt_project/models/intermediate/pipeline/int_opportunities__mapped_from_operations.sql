{{ config(enabled='operations' in var('sources', [])) }}

with opportunities as (
    select * from {{ ref('stg_operations__opportunities') }}
),

opportunity_stages as (
    select * from {{ ref('stg_operations__opportunity_stages') }}
),

followed_accounts as (
    select * from {{ ref('int_crm_accounts__followed') }}
),

customers as (
    select * from {{ ref('stg_operations__customers') }}
),

products as (
    select * from {{ ref('stg_operations__products') }}
),

group_rates as (
    select * from {{ ref('int_group_rates__mapped_from_operations') }}
),

-- A deal is worth in the group's currency what it was on the day it was found: its worth does not
-- move with the rates.

final as (
    select
        'operations' as source_name,
        opportunities.opportunity_number as opportunity_id,
        opportunities.opportunity_name,
        coalesce(customers.customer_number, followed_accounts.survivor_number) as customer_id,
        products.product_number as product_id,
        opportunities.owner_name,
        cast(null as {{ dbt.type_string() }}) as owner_team,
        opportunities.stage,
        opportunity_stages.outcome as status,
        coalesce(
            {{ affluent.mul_money('opportunities.amount', 'group_rates.rate') }},
            opportunities.amount
        ) as amount,
        false as is_amount_estimated,
        opportunity_stages.probability,
        opportunities.created_on,
        opportunities.expected_close_on,
        opportunities.closed_on,
        case when group_rates.rate is null
            then opportunities.currency_code
            else '{{ var("currency") }}'
        end as currency_code
    from opportunities
    left join group_rates
        on opportunities.currency_code = group_rates.currency_code
        and opportunities.created_on >= group_rates.valid_from_on
        and opportunities.created_on <= group_rates.valid_to_on
    left join opportunity_stages
        on opportunities.stage = opportunity_stages.stage
    left join followed_accounts
        on opportunities.account_id = followed_accounts.account_id
    left join customers
        on followed_accounts.customer_id = customers.customer_id
    left join products
        on opportunities.product_id = products.product_id
)

select * from final
