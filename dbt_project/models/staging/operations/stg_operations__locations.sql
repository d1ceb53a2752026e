{{ config(enabled='operations' in var('sources', [])) }}

with locations as (
    select * from {{ source('operations', 'locations') }}
),

final as (
    select
        cast(location_id as bigint) as location_id,
        cast(company_id as bigint) as company_id,
        {{ affluent.trimmed('location_code') }} as location_code,
        {{ affluent.trimmed('name') }} as location_name,
        {{ affluent.trimmed('kind') }} as location_kind,
        cast(is_own as boolean) as is_own
    from locations
    where not _is_deleted
)

select * from final
