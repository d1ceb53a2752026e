{{ config(enabled='operations' in var('sources', [])) }}

with stock_count_lines as (
    select * from {{ source('operations', 'stock_count_lines') }}
),

final as (
    select
        cast(stock_count_line_id as bigint) as stock_count_line_id,
        cast(stock_count_id as bigint) as stock_count_id,
        cast(product_id as bigint) as product_id,
        cast(expected_quantity as decimal(18, 4)) as expected_quantity,
        cast(counted_quantity as decimal(18, 4)) as counted_quantity,
        cast(difference_amount as decimal(18, 2)) as difference_amount
    from stock_count_lines
    where not _is_deleted
)

select * from final
