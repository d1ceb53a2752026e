{{ config(enabled='operations' in var('sources', [])) }}

with production_operations as (
    select * from {{ source('operations', 'production_operations') }}
),

final as (
    select
        cast(production_operation_id as bigint) as production_operation_id,
        cast(production_order_id as bigint) as production_order_id,
        cast(operation_number as integer) as operation_number,
        cast(work_centre_id as bigint) as work_centre_id,
        {{ affluent.trimmed('name') }} as operation_name,
        cast(planned_hours as decimal(18, 6)) as planned_hours
    from production_operations
    where not _is_deleted
)

select * from final
