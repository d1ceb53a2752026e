{{ config(enabled='operations' in var('sources', [])) }}

with production_components as (
    select * from {{ source('operations', 'production_components') }}
),

final as (
    select
        cast(production_component_id as bigint) as production_component_id,
        cast(production_order_id as bigint) as production_order_id,
        cast(component_id as bigint) as component_id,
        cast(required_quantity as decimal(18, 4)) as required_quantity
    from production_components
    where not _is_deleted
)

select * from final
