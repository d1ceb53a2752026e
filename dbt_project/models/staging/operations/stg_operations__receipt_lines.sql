{{ config(enabled='operations' in var('sources', [])) }}

with receipt_lines as (
    select * from {{ source('operations', 'receipt_lines') }}
),

final as (
    select
        cast(receipt_line_id as bigint) as receipt_line_id,
        cast(receipt_id as bigint) as receipt_id,
        cast(line_number as integer) as line_number,
        cast(purchase_order_line_id as bigint) as purchase_order_line_id,
        cast(product_id as bigint) as product_id,
        cast(quantity as decimal(18, 4)) as quantity,
        cast(refused_quantity as decimal(18, 4)) as refused_quantity,
        cast(amount_base as decimal(18, 2)) as amount_base,
        cast(stock_amount_base as decimal(18, 2)) as stock_amount_base,
        cast(stock_move_id as bigint) as stock_move_id,
        cast(created_at as timestamp) as recorded_at
    from receipt_lines
    where not _is_deleted
)

select * from final
