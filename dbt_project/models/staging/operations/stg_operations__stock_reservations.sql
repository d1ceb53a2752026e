{{ config(enabled='operations' in var('sources', [])) }}

with stock_reservations as (
    select * from {{ source('operations', 'stock_reservations') }}
),

final as (
    select
        cast(stock_reservation_id as bigint) as stock_reservation_id,
        cast(product_id as bigint) as product_id,
        cast(location_id as bigint) as location_id,
        cast(quantity as decimal(18, 4)) as quantity,
        cast(reserved_on as date) as reserved_on
    from stock_reservations
    where not _is_deleted
)

select * from final
