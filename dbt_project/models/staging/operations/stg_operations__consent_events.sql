{{ config(enabled='operations' in var('sources', [])) }}

with consent_events as (
    select * from {{ source('operations', 'consent_events') }}
),

final as (
    select
        cast(consent_event_id as bigint) as consent_event_id,
        cast(contact_id as bigint) as contact_id,
        {{ affluent.trimmed('purpose') }} as purpose,
        {{ affluent.trimmed('action') }} as action,
        {{ affluent.trimmed('channel') }} as said_by,
        cast(said_at as timestamp) as said_at,
        cast(said_on as date) as said_on,
        cast(expires_on as date) as expires_on,
        {{ affluent.trimmed('proof_source') }} as proof_source
    from consent_events
    where not _is_deleted
)

select * from final
