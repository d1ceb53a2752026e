{{ config(enabled='operations' in var('sources', [])) }}

with production_times as (
    select * from {{ source('operations', 'production_times') }}
),

final as (
    select
        cast(production_time_id as bigint) as production_time_id,
        cast(production_operation_id as bigint) as production_operation_id,
        cast(worked_on as date) as worked_on,
        cast(hours as decimal(18, 6)) as hours,
        cast(cost_amount as decimal(18, 2)) as cost_amount
    from production_times
    where not _is_deleted
)

select * from final
