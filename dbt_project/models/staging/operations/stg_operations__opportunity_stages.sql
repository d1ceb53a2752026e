{{ config(enabled='operations' in var('sources', [])) }}

with opportunity_stages as (
    select * from {{ source('operations', 'opportunity_stages') }}
),

final as (
    select
        {{ affluent.trimmed('stage') }} as stage,
        cast(position as integer) as position,
        cast(probability as decimal(9, 6)) as probability,
        {{ affluent.trimmed('outcome') }} as outcome
    from opportunity_stages
    where not _is_deleted
)

select * from final
