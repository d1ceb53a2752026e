{{ config(enabled='operations' in var('sources', [])) }}

with consent_events as (
    select * from {{ ref('stg_operations__consent_events') }}
),

-- The store asks for a purpose, whatever the channel; how the word came is part of its origin.
final as (
    select
        'operations' as source_name,
        cast(consent_event_id as {{ dbt.type_string() }}) as word_id,
        cast(contact_id as {{ dbt.type_string() }}) as contact_id,
        purpose,
        cast(null as {{ dbt.type_string() }}) as channel,
        action = 'given' as is_granted,
        said_on as valid_from_on,
        expires_on as valid_to_on,
        said_at as recorded_at,
        said_by || ': ' || proof_source as origin
    from consent_events
)

select * from final
