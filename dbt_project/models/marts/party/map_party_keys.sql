with history as (
    select * from {{ ref('int_party_keys__followed') }}
),

final as (
    select
        event_number,
        happened_at,
        kind,
        from_key,
        to_key,
        reason,
        left_id as left_record_id,
        right_id as right_record_id,
        author
    from history
)

select * from final
