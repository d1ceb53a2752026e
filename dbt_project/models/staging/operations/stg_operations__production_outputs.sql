{{ config(enabled='operations' in var('sources', [])) }}

with production_outputs as (
    select * from {{ source('operations', 'production_outputs') }}
),

final as (
    select
        cast(production_output_id as bigint) as production_output_id,
        cast(production_order_id as bigint) as production_order_id,
        cast(reported_on as date) as reported_on,
        cast(good_quantity as decimal(18, 4)) as good_quantity,
        cast(scrap_quantity as decimal(18, 4)) as scrap_quantity,
        {{ affluent.trimmed('scrap_reason') }} as scrap_reason,
        cast(value_amount as decimal(18, 2)) as value_amount
    from production_outputs
    where not _is_deleted
)

select * from final
