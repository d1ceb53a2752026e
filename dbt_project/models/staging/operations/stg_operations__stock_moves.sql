{{ config(enabled='operations' in var('sources', [])) }}

with stock_moves as (
    select * from {{ source('operations', 'stock_moves') }}
),

final as (
    select
        cast(stock_move_id as bigint) as stock_move_id,
        cast(company_id as bigint) as company_id,
        cast(product_id as bigint) as product_id,
        cast(lot_id as bigint) as lot_id,
        cast(from_location_id as bigint) as from_location_id,
        cast(to_location_id as bigint) as to_location_id,
        cast(quantity as decimal(18, 4)) as quantity,
        cast(moved_on as date) as moved_on,
        {{ affluent.trimmed('document_type') }} as document_type,
        {{ affluent.trimmed('document_number') }} as document_number,
        cast(line_number as integer) as line_number
    from stock_moves
    where not _is_deleted
)

select * from final
