{#- What open orders and open deals will need of a product against what is there and on order. A deal
    that names its product and no quantity needs its amount over the list price. -#}
with stock as (
    select * from {{ ref('mart_stock') }}
),

purchase_lines as (
    select * from {{ ref('fct_purchase_lines') }}
),

production_orders as (
    select * from {{ ref('fct_production_orders') }}
),

order_lines as (
    select * from {{ ref('fct_order_lines') }}
),

opportunities as (
    select * from {{ ref('fct_opportunities') }}
),

products as (
    select * from {{ ref('dim_products') }}
),

there as (
    select
        product_key,
        sum(quantity) as quantity,
        sum(value_amount_base) as value_amount
    from stock
    group by product_key
),

coming as (
    select
        product_key,
        open_quantity as quantity,
        promised_on as comes_on
    from purchase_lines
    where open_quantity > 0
    union all
    select
        product_key,
        greatest(planned_quantity - good_quantity - scrap_quantity, 0) as quantity,
        due_on as comes_on
    from production_orders
    where status in ('planned', 'released')
),

on_order as (
    select
        product_key,
        sum(quantity) as quantity,
        min(case when quantity > 0 then comes_on end) as next_on
    from coming
    group by product_key
),

ordered as (
    select
        product_key,
        sum(greatest(ordered_quantity - cancelled_quantity - delivered_quantity, 0)) as quantity
    from order_lines
    group by product_key
),

deals as (
    select
        opportunities.product_key,
        sum(opportunities.amount_base) as amount,
        sum({{ affluent.div_money(
            'opportunities.amount_base', 'products.list_price_amount', scale=4
        ) }}) as quantity,
        sum({{ affluent.mul_money(
            affluent.div_money(
                'opportunities.amount_base', 'products.list_price_amount', scale=4
            ), 'opportunities.probability', scale=4
        ) }}) as weighted_quantity
    from opportunities
    inner join products
        on opportunities.product_key = products.product_key
    where opportunities.status = 'open'
        and opportunities.product_key <> {{ affluent.unknown_key() }}
    group by opportunities.product_key
),

needed as (
    select
        products.product_key,
        products.list_price_amount,
        coalesce(there.quantity, 0) as there_quantity,
        {{ affluent.div_money('there.value_amount', 'there.quantity', scale=4) }} as unit_cost,
        coalesce(on_order.quantity, 0) as on_order_quantity,
        on_order.next_on,
        coalesce(ordered.quantity, 0) as ordered_quantity,
        coalesce(deals.amount, 0) as deal_amount,
        coalesce(deals.quantity, 0) as deal_quantity,
        coalesce(deals.weighted_quantity, 0) as weighted_quantity
    from products
    left join there
        on products.product_key = there.product_key
    left join on_order
        on products.product_key = on_order.product_key
    left join ordered
        on products.product_key = ordered.product_key
    left join deals
        on products.product_key = deals.product_key
    where products.product_key <> {{ affluent.unknown_key() }}
        and coalesce(
            there.product_key, on_order.product_key, ordered.product_key, deals.product_key
        ) is not null
),

measured as (
    select
        *,
        greatest(ordered_quantity - there_quantity - on_order_quantity, 0) as short_for_orders,
        greatest(
            ordered_quantity + weighted_quantity - there_quantity - on_order_quantity, 0
        ) as short_with_deals
    from needed
),

final as (
    select
        product_key,
        {{ affluent.as_of() }} as stood_on,
        cast(there_quantity as decimal(18, 4)) as there_quantity,
        cast(on_order_quantity as decimal(18, 4)) as on_order_quantity,
        next_on as next_arrival_on,
        cast(ordered_quantity as decimal(18, 4)) as open_order_quantity,
        cast(deal_amount as decimal(18, 2)) as open_deal_amount_base,
        cast(deal_quantity as decimal(18, 4)) as open_deal_quantity,
        cast(weighted_quantity as decimal(18, 4)) as weighted_deal_quantity,
        cast(short_for_orders as decimal(18, 4)) as short_for_orders_quantity,
        cast(short_with_deals as decimal(18, 4)) as short_with_deals_quantity,
        {{ affluent.mul_money('short_for_orders', 'list_price_amount') }}
            as short_for_orders_amount_base,
        {{ affluent.mul_money('short_with_deals', 'list_price_amount') }}
            as short_with_deals_amount_base,
        case
            when short_for_orders > 0 then 'short for orders'
            when short_with_deals > 0 then 'short with deals'
            else 'enough'
        end as supply
    from measured
)

select * from final
