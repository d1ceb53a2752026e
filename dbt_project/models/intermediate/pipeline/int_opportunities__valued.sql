{{ config(materialized='table') }}

with opportunities as (
    select * from {{ ref('int_opportunities__unioned') }}
),

customers as (
    select * from {{ ref('int_customers__resolved') }}
),

products as (
    select * from {{ ref('int_products__resolved') }}
),

catalogue as (
    select * from {{ ref('int_products__merged') }}
),

keyed as (
    select
        opportunities.source_name,
        opportunities.opportunity_id,
        opportunities.opportunity_name,
        coalesce(customers.customer_key, {{ affluent.unknown_key() }}) as customer_key,
        coalesce(products.product_key, {{ affluent.unknown_key() }}) as product_key,
        opportunities.owner_name,
        opportunities.owner_team,
        opportunities.stage,
        opportunities.status,
        opportunities.amount,
        opportunities.is_amount_estimated,
        opportunities.probability,
        opportunities.created_on,
        opportunities.expected_close_on,
        opportunities.closed_on,
        opportunities.currency_code
    from opportunities
    left join customers
        on opportunities.source_name = customers.source_name
        and opportunities.customer_id = customers.customer_id
    left join products
        on opportunities.source_name = products.source_name
        and opportunities.product_id = products.product_id
),

-- An open deal without an amount stands at its product's list price, and says so.
final as (
    select
        keyed.source_name,
        keyed.opportunity_id,
        keyed.opportunity_name,
        keyed.customer_key,
        keyed.product_key,
        keyed.owner_name,
        keyed.owner_team,
        keyed.stage,
        keyed.status,
        coalesce(
            keyed.amount,
            case when keyed.status = 'open'
                then cast(catalogue.list_price_amount as decimal(18, 2))
            end
        ) as amount,
        coalesce(keyed.is_amount_estimated, false) or (
            keyed.amount is null
            and keyed.status = 'open'
            and catalogue.list_price_amount is not null
        ) as is_amount_estimated,
        keyed.probability,
        keyed.created_on,
        keyed.expected_close_on,
        keyed.closed_on,
        keyed.currency_code
    from keyed
    left join catalogue
        on keyed.product_key = catalogue.product_key
)

select * from final
