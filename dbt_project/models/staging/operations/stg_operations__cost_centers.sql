{{ config(enabled='operations' in var('sources', [])) }}

with cost_centres as (
    select * from {{ source('operations', 'cost_centres') }}
),

final as (
    select
        cast(cost_centre_id as bigint) as cost_center_id,
        {{ affluent.trimmed('cost_centre_code') }} as cost_center_code,
        {{ affluent.trimmed('name') }} as cost_center_name
    from cost_centres
    where not _is_deleted
)

select * from final
