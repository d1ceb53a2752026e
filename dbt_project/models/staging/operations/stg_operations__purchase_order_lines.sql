{{ config(enabled='operations' in var('sources', [])) }}

with purchase_order_lines as (
    select * from {{ source('operations', 'purchase_order_lines') }}
),

final as (
    select
        cast(purchase_order_line_id as bigint) as purchase_order_line_id,
        cast(purchase_order_id as bigint) as purchase_order_id,
        cast(line_number as integer) as line_number,
        cast(product_id as bigint) as product_id,
        cast(quantity as decimal(18, 4)) as quantity,
        cast(unit_price as decimal(18, 4)) as unit_price,
        cast(unit_price_base as decimal(18, 4)) as unit_price_base,
        cast(net_amount as decimal(18, 2)) as net_amount,
        cast(cancelled_quantity as decimal(18, 4)) as cancelled_quantity,
        cast(last_unit_price_base as decimal(18, 4)) as last_unit_price_base,
        cast(standard_unit_cost as decimal(18, 4)) as standard_unit_cost
    from purchase_order_lines
    where not _is_deleted
)

select * from final
