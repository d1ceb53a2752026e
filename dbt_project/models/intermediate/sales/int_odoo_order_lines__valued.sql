{{ config(materialized='table', enabled=var('odoo_sources', []) | length > 0) }}

with sales_order_lines as (
    select * from {{ ref('stg_odoo__sales_order_lines') }}
),

sales_orders as (
    select * from {{ ref('stg_odoo__sales_orders') }}
),

users as (
    select * from {{ ref('stg_odoo__users') }}
),

units as (
    select * from {{ ref('stg_odoo__units') }}
),

stock_moves as (
    select * from {{ ref('stg_odoo__stock_moves') }}
),

stock_values as (
    select * from {{ ref('stg_odoo__stock_values') }}
),

products as (
    select * from {{ ref('int_odoo_products__described') }}
),

-- Two orders may bear one number, in two companies.
numbered_orders as (
    select
        *,
        count(*) over (partition by source_name, order_number) as bearer_count
    from sales_orders
),

-- Up to 18: what left is negative. A change of value without a quantity belongs to the move that it
-- corrects, unless goods came and went by one move, from a supplier to the customer.
values_of_moves as (
    select
        source_name,
        stock_move_id,
        -sum(case when quantity < 0 then quantity else 0 end) as quantity,
        -sum(case when quantity < 0 then value_amount else 0 end) as value_amount,
        -sum(case when quantity = 0 then value_amount else 0 end) as corrected_amount,
        bool_or(quantity > 0) as has_come
    from stock_values
    group by source_name, stock_move_id
),

issues as (
    select
        stock_moves.source_name,
        stock_moves.order_line_id,
        stock_moves.product_id,
        values_of_moves.quantity,
        values_of_moves.value_amount
        + case when values_of_moves.has_come then 0 else values_of_moves.corrected_amount end
            as value_amount
    from stock_moves
    inner join values_of_moves
        on stock_moves.source_name = values_of_moves.source_name
        and stock_moves.stock_move_id = values_of_moves.stock_move_id
    where stock_moves.order_line_id is not null
        and values_of_moves.quantity > 0
    union all
    -- From 19 on the move itself says its value.
    select
        stock_moves.source_name,
        stock_moves.order_line_id,
        stock_moves.product_id,
        {{ affluent.in_units(
            'stock_moves.quantity', 'units.reference_units', 'products.reference_units'
        ) }} as quantity,
        stock_moves.value_amount
    from stock_moves
    left join units
        on stock_moves.source_name = units.source_name
        and stock_moves.unit_id = units.unit_id
    left join products
        on stock_moves.source_name = products.source_name
        and stock_moves.product_id = products.product_id
    where stock_moves.order_line_id is not null
        and stock_moves.value_amount is not null
        and stock_moves.is_out
        and stock_moves.status = 'done'
        and not exists (
            select 1
            from values_of_moves
            where stock_moves.source_name = values_of_moves.source_name
                and stock_moves.stock_move_id = values_of_moves.stock_move_id
        )
),

issued as (
    select
        source_name,
        order_line_id,
        product_id,
        sum(quantity) as issued_quantity,
        sum(value_amount) as issued_amount
    from issues
    group by source_name, order_line_id, product_id
),

-- What was issued of another product is part of a kit: it says nothing of the kit's unit.
final as (
    select
        sales_order_lines.source_name,
        sales_order_lines.order_line_id,
        case when numbered_orders.bearer_count > 1
            then numbered_orders.order_number || ' ('
                || cast(numbered_orders.company_id as {{ dbt.type_string() }}) || ')'
            else numbered_orders.order_number
        end as order_number,
        users.user_name as seller_name,
        numbered_orders.ordered_on,
        sales_order_lines.is_down_payment,
        {{ affluent.in_units(
            'sales_order_lines.delivered_quantity', 'units.reference_units',
            'products.reference_units'
        ) }} as delivered_quantity,
        issued.issued_quantity,
        issued.issued_amount,
        -- What the margin module says that one unit of the order's costs, in the order's currency.
        {{ affluent.in_units(
            'cast(1 as decimal(18, 4))', 'units.reference_units', 'products.reference_units'
        ) }} as expected_quantity,
        case when sales_order_lines.purchase_price > 0
            then {{ affluent.div_money(
                'sales_order_lines.purchase_price', 'coalesce(numbered_orders.currency_rate, 1)',
                scale=6
            ) }}
        end as expected_amount
    from sales_order_lines
    inner join numbered_orders
        on sales_order_lines.source_name = numbered_orders.source_name
        and sales_order_lines.order_id = numbered_orders.order_id
    left join users
        on numbered_orders.source_name = users.source_name
        and numbered_orders.user_id = users.user_id
    left join units
        on sales_order_lines.source_name = units.source_name
        and sales_order_lines.unit_id = units.unit_id
    left join products
        on sales_order_lines.source_name = products.source_name
        and sales_order_lines.product_id = products.product_id
    left join issued
        on sales_order_lines.source_name = issued.source_name
        and sales_order_lines.order_line_id = issued.order_line_id
        and sales_order_lines.product_id = issued.product_id
)

select * from final
