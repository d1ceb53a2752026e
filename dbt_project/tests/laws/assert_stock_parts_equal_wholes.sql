-- What is cut into parts adds up to the whole: places and layers to the stock of their product, what
-- order lines received to the arrivals of goods, twelve months to their days, orders to their
-- reports. Offenders are the marts, with the product or the order, and both sums.
with balances as (
    select * from {{ ref('fct_stock_balances') }}
    where valid_from_on <= {{ affluent.as_of() }}
        and valid_to_on >= {{ affluent.as_of() }}
),

places as (
    select * from {{ ref('mart_stock') }}
),

layers as (
    select * from {{ ref('mart_stock_layers') }}
),

purchase_lines as (
    select * from {{ ref('fct_purchase_lines') }}
),

purchase_receipts as (
    select * from {{ ref('fct_purchase_receipts') }}
),

production_orders as (
    select * from {{ ref('fct_production_orders') }}
),

production_events as (
    select * from {{ ref('fct_production_events') }}
),

sums as (
    select
        'mart_stock' as mart,
        company_code,
        product_key as part_of,
        quantity as whole_quantity,
        coalesce(value_amount_base, 0) as whole_amount,
        0 as part_quantity,
        0 as part_amount
    from balances
    union all
    select
        'mart_stock' as mart,
        company_code,
        product_key as part_of,
        0 as whole_quantity,
        0 as whole_amount,
        quantity as part_quantity,
        coalesce(value_amount_base, 0) as part_amount
    from places
    union all
    select
        'mart_stock_layers' as mart,
        company_code,
        product_key as part_of,
        quantity as whole_quantity,
        coalesce(value_amount_base, 0) as whole_amount,
        0 as part_quantity,
        0 as part_amount
    from balances
    where quantity > 0
    union all
    select
        'mart_stock_layers' as mart,
        company_code,
        product_key as part_of,
        0 as whole_quantity,
        0 as whole_amount,
        quantity as part_quantity,
        coalesce(value_amount_base, 0) as part_amount
    from layers
    union all
    select
        'fct_purchase_lines' as mart,
        company_code,
        order_number as part_of,
        quantity as whole_quantity,
        0 as whole_amount,
        0 as part_quantity,
        0 as part_amount
    from purchase_receipts
    union all
    select
        'fct_purchase_lines' as mart,
        company_code,
        order_number as part_of,
        0 as whole_quantity,
        0 as whole_amount,
        received_quantity - returned_quantity as part_quantity,
        0 as part_amount
    from purchase_lines
    union all
    select
        'fct_production_orders' as mart,
        company_code,
        order_number as part_of,
        case when event_kind = 'output' then quantity else 0 end as whole_quantity,
        case when event_kind = 'output' then -amount_base else amount_base end as whole_amount,
        0 as part_quantity,
        0 as part_amount
    from production_events
    union all
    select
        'fct_production_orders' as mart,
        company_code,
        order_number as part_of,
        0 as whole_quantity,
        0 as whole_amount,
        good_quantity as part_quantity,
        material_amount_base + work_amount_base - output_amount_base as part_amount
    from production_orders
),

final as (
    select
        mart,
        company_code,
        part_of,
        cast(sum(whole_quantity) as decimal(38, 4)) as whole_quantity,
        cast(sum(part_quantity) as decimal(38, 4)) as part_quantity,
        cast(sum(whole_amount) as decimal(38, 2)) as whole_amount,
        cast(sum(part_amount) as decimal(38, 2)) as part_amount
    from sums
    group by mart, company_code, part_of
    having sum(whole_quantity) <> sum(part_quantity)
        or sum(whole_amount) <> sum(part_amount)
)

select * from final
