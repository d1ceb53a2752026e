{{ config(enabled='operations' in var('sources', [])) }}

with teams as (
    select * from {{ source('operations', 'teams') }}
),

final as (
    select
        cast(team_id as bigint) as team_id,
        {{ affluent.trimmed('team_code') }} as team_code,
        {{ affluent.trimmed('name') }} as team_name,
        cast(manager_id as bigint) as manager_id
    from teams
    where not _is_deleted
)

select * from final
