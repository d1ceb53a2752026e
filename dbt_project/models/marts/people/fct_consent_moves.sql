with consents as (
    select * from {{ ref('fct_consents') }}
),

words as (
    select * from {{ ref('int_consents__followed') }}
),

contacts as (
    select * from {{ ref('dim_contacts') }}
    where contact_key <> {{ affluent.unknown_key() }}
),

scopes as (
    select distinct
        purpose,
        channel
    from words
),

first_words as (
    select
        contact_key,
        min(valid_from_on) as first_word_on
    from words
    group by contact_key
),

-- Each person may be asked for each purpose from the day on which a system knew him, at the latest
-- from his first word, or the company's day.
asked as (
    select
        least(
            coalesce(contacts.created_on, {{ affluent.as_of() }}),
            coalesce(first_words.first_word_on, {{ affluent.as_of() }}),
            {{ affluent.as_of() }}
        ) as moved_on,
        contacts.contact_key,
        contacts.customer_key,
        scopes.purpose,
        scopes.channel,
        'known' as move_type,
        contacts.contact_key as origin_key,
        1 as contact_count,
        0 as consent_count
    from contacts
    cross join scopes
    left join first_words
        on contacts.contact_key = first_words.contact_key
),

granted as (
    select
        valid_from_on as moved_on,
        contact_key,
        customer_key,
        purpose,
        channel,
        'granted' as move_type,
        consent_key as origin_key,
        0 as contact_count,
        1 as consent_count
    from consents
),

ended as (
    select
        cast({{ dbt.dateadd('day', 1, 'valid_to_on') }} as date) as moved_on,
        contact_key,
        customer_key,
        purpose,
        channel,
        ended_by as move_type,
        consent_key as origin_key,
        0 as contact_count,
        -1 as consent_count
    from consents
    where valid_to_on is not null
),

moves as (
    select * from asked
    union all
    select * from granted
    union all
    select * from ended
),

final as (
    select
        {{ affluent.surrogate_key(['purpose', 'channel', 'move_type', 'origin_key']) }}
            as consent_move_key,
        moved_on,
        contact_key,
        customer_key,
        purpose,
        channel,
        move_type,
        cast(contact_count as integer) as contact_count,
        cast(consent_count as integer) as consent_count
    from moves
)

select * from final
