with followed as (
    select * from {{ ref('int_consents__followed') }}
),

contacts as (
    select * from {{ ref('dim_contacts') }}
),

final as (
    select
        {{ affluent.surrogate_key([
            'followed.source_name', 'followed.word_id', 'followed.channel'
        ]) }} as consent_key,
        followed.contact_key,
        contacts.customer_key,
        followed.source_name,
        followed.word_id,
        followed.purpose,
        followed.channel,
        followed.valid_from_on,
        case when followed.ends_before_on < cast('9999-12-31' as date)
            then cast({{ dbt.dateadd('day', -1, 'followed.ends_before_on') }} as date)
        end as valid_to_on,
        followed.ended_by,
        followed.origin
    from followed
    inner join contacts
        on followed.contact_key = contacts.contact_key
    where followed.is_granted
        and followed.ends_before_on > followed.valid_from_on
)

select * from final
