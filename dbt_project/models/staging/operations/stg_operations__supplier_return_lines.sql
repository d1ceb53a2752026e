{{ config(enabled='operations' in var('sources', [])) }}

with supplier_return_lines as (
    select * from {{ source('operations', 'supplier_return_lines') }}
),

final as (
    select
        cast(supplier_return_line_id as bigint) as supplier_return_line_id,
        cast(supplier_return_id as bigint) as supplier_return_id,
        cast(line_number as integer) as line_number,
        cast(receipt_line_id as bigint) as receipt_line_id,
        cast(product_id as bigint) as product_id,
        cast(quantity as decimal(18, 4)) as quantity,
        cast(stock_amount_base as decimal(18, 2)) as stock_amount_base
    from supplier_return_lines
    where not _is_deleted
)

select * from final
