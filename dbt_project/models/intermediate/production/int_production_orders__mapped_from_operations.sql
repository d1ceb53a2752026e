{{ config(enabled='operations' in var('sources', [])) }}

with production_orders as (
    select * from {{ ref('stg_operations__production_orders') }}
),

production_operations as (
    select * from {{ ref('stg_operations__production_operations') }}
),

products as (
    select * from {{ ref('stg_operations__products') }}
),

companies as (
    select * from {{ ref('stg_operations__companies') }}
),

group_rates as (
    select * from {{ ref('int_group_rates__mapped_from_operations') }}
),

planned as (
    select
        production_order_id,
        sum(planned_hours) as planned_hours
    from production_operations
    group by production_order_id
),

final as (
    select
        'operations' as source_name,
        coalesce(companies.company_code, '') as company_code,
        production_orders.order_number,
        products.product_number as product_id,
        production_orders.status,
        production_orders.quantity as planned_quantity,
        production_orders.planned_on,
        production_orders.start_on,
        production_orders.due_on,
        production_orders.released_on,
        production_orders.closed_on,
        coalesce(planned.planned_hours, 0) as planned_hours,
        -- What is still here bears its share of what an order cost too much; the rest is a variance.
        {{ affluent.mul_money('production_orders.stock_amount', 'group_rates.rate') }}
            as borne_by_stock_amount_base,
        {{ affluent.mul_money('production_orders.variance_amount', 'group_rates.rate') }}
            as variance_amount_base
    from production_orders
    left join planned
        on production_orders.production_order_id = planned.production_order_id
    left join products
        on production_orders.product_id = products.product_id
    left join companies
        on production_orders.company_id = companies.company_id
    left join group_rates
        on companies.currency_code = group_rates.currency_code
        and production_orders.closed_on >= group_rates.valid_from_on
        and production_orders.closed_on <= group_rates.valid_to_on
)

select * from final
