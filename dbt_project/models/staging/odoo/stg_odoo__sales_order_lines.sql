{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with sale_order_lines as (
    {{ affluent.landed(var('odoo_sources', []), 'sale_order_lines', [
        'id', 'order_id', 'product_id', 'product_uom_id', 'qty_delivered', 'purchase_price',
        'is_downpayment'
    ]) }}
),

final as (
    select
        source_name,
        cast(id as bigint) as order_line_id,
        cast(order_id as bigint) as order_id,
        cast(product_id as bigint) as product_id,
        cast(product_uom_id as bigint) as unit_id,
        cast(qty_delivered as decimal(18, 4)) as delivered_quantity,
        cast(purchase_price as decimal(18, 4)) as purchase_price,
        coalesce(cast(is_downpayment as boolean), false) as is_down_payment
    from sale_order_lines
)

select * from final
