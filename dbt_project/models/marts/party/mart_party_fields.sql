with field_values as (
    select * from {{ ref('int_party_values__ranked') }}
),

-- A value that loses is told once, however many records say it.
lost as (
    select
        field_values.party_key,
        field_values.field,
        field_values.field_value,
        min(field_values.trust_rank) as trust_rank,
        min_by(field_values.record_id, field_values.trust_rank) as record_id
    from field_values
    inner join field_values as winners
        on field_values.party_key = winners.party_key
        and field_values.field = winners.field
        and winners.trust_rank = 1
    where field_values.field_value <> winners.field_value
    group by field_values.party_key, field_values.field, field_values.field_value
),

losers as (
    select
        party_key,
        field,
        {{ dbt.listagg("field_value || ' (' || record_id || ')'", "' · '", 'order by trust_rank') }}
            as losing_values,
        count(*) as losing_count
    from lost
    group by party_key, field
),

final as (
    select
        field_values.party_key,
        field_values.field,
        field_values.field_value,
        field_values.source_name,
        field_values.record_id,
        field_values.rule,
        losers.losing_values,
        cast(coalesce(losers.losing_count, 0) as integer) as losing_count
    from field_values
    left join losers
        on field_values.party_key = losers.party_key
        and field_values.field = losers.field
    where field_values.trust_rank = 1
)

select * from final
