{{ config(enabled='operations' in var('sources', [])) }}

with opportunity_events as (
    select * from {{ source('operations', 'opportunity_events') }}
),

final as (
    select
        cast(opportunity_event_id as bigint) as opportunity_event_id,
        cast(opportunity_id as bigint) as opportunity_id,
        {{ affluent.trimmed('field') }} as field_name,
        {{ affluent.trimmed('new_value') }} as new_value,
        cast(changed_on as date) as changed_on
    from opportunity_events
    where not _is_deleted
)

select * from final
