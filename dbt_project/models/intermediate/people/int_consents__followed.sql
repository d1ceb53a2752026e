{{ config(materialized='table') }}

with unioned as (
    select * from {{ ref('int_consents__unioned') }}
),

contacts as (
    select * from {{ ref('int_contacts__resolved') }}
),

-- Words of all systems about one person, under one key.
words as (
    select
        contacts.contact_key,
        unioned.source_name,
        unioned.word_id,
        unioned.contact_id,
        unioned.purpose,
        unioned.channel,
        unioned.is_granted,
        unioned.valid_from_on,
        unioned.valid_to_on,
        unioned.recorded_at,
        unioned.origin
    from unioned
    inner join contacts
        on unioned.source_name = contacts.source_name
        and unioned.contact_id = contacts.contact_id
),

-- What may be asked for: a purpose, by a channel where a system tells them apart.
scopes as (
    select distinct
        purpose,
        coalesce(channel, 'any') as channel
    from words
),

-- A word that names no channel is about all of them: who takes it back anywhere takes it back
-- everywhere.
scoped as (
    select
        words.contact_key,
        words.source_name,
        words.word_id,
        words.contact_id,
        words.purpose,
        scopes.channel,
        words.is_granted,
        words.valid_from_on,
        words.valid_to_on,
        words.recorded_at,
        words.origin
    from words
    inner join scopes
        on words.purpose = scopes.purpose
        and (words.channel is null or words.channel = scopes.channel)
),

-- The latest word holds; of two of one instant, no.
followed as (
    select
        *,
        lead(valid_from_on) over (
            partition by contact_key, purpose, channel
            order by
                valid_from_on,
                recorded_at,
                case when is_granted then 1 else 2 end,
                source_name,
                word_id
        ) as next_word_on,
        lead(is_granted) over (
            partition by contact_key, purpose, channel
            order by
                valid_from_on,
                recorded_at,
                case when is_granted then 1 else 2 end,
                source_name,
                word_id
        ) as next_is_granted
    from scoped
),

final as (
    select
        contact_key,
        source_name,
        word_id,
        contact_id,
        purpose,
        channel,
        is_granted,
        valid_from_on,
        -- The first day on which it holds no more; null while it does.
        least(
            coalesce(next_word_on, cast('9999-12-31' as date)),
            coalesce(
                cast({{ dbt.dateadd('day', 1, 'valid_to_on') }} as date),
                cast('9999-12-31' as date)
            )
        ) as ends_before_on,
        case
            when next_word_on is null and valid_to_on is null then null
            when valid_to_on < coalesce(next_word_on, cast('9999-12-31' as date)) then 'expired'
            when next_is_granted then 'renewed'
            else 'withdrawn'
        end as ended_by,
        origin
    from followed
)

select * from final
