{{ config(enabled='operations' in var('sources', [])) }}

with sales_order_lines as (
    select * from {{ source('operations', 'sales_order_lines') }}
),

final as (
    select
        cast(order_line_id as bigint) as order_line_id,
        cast(order_id as bigint) as order_id,
        cast(line_number as integer) as line_number,
        cast(product_id as bigint) as product_id,
        cast(quantity as decimal(18, 4)) as quantity,
        cast(unit_price as decimal(18, 4)) as unit_price,
        cast(discount_rate as decimal(9, 6)) as discount_rate,
        cast(net_amount_base as decimal(18, 2)) as net_amount_base,
        cast(promised_on as date) as promised_on,
        cast(cancelled_quantity as decimal(18, 4)) as cancelled_quantity,
        cast(commission_rate as decimal(9, 6)) as commission_rate
    from sales_order_lines
    where not _is_deleted
)

select * from final
