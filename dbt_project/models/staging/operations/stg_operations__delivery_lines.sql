{{ config(enabled='operations' in var('sources', [])) }}

with delivery_lines as (
    select * from {{ source('operations', 'delivery_lines') }}
),

final as (
    select
        cast(delivery_line_id as bigint) as delivery_line_id,
        cast(delivery_id as bigint) as delivery_id,
        cast(line_number as integer) as line_number,
        cast(order_line_id as bigint) as order_line_id,
        cast(product_id as bigint) as product_id,
        cast(quantity as decimal(18, 4)) as quantity,
        cast(cost_amount as decimal(18, 2)) as cost_amount,
        cast(created_at as timestamp) as recorded_at
    from delivery_lines
    where not _is_deleted
)

select * from final
