{{ config(enabled='operations' in var('sources', [])) }}

with work_centres as (
    select * from {{ source('operations', 'work_centres') }}
),

final as (
    select
        cast(work_centre_id as bigint) as work_centre_id,
        {{ affluent.trimmed('work_centre_code') }} as work_centre_code,
        {{ affluent.trimmed('name') }} as work_centre_name,
        cast(hours_per_day as decimal(9, 4)) as hours_per_day
    from work_centres
    where not _is_deleted
)

select * from final
