{{ config(enabled='operations' in var('sources', [])) }}

with lots as (
    select * from {{ source('operations', 'lots') }}
),

final as (
    select
        cast(lot_id as bigint) as lot_id,
        {{ affluent.trimmed('lot_number') }} as lot_number
    from lots
    where not _is_deleted
)

select * from final
