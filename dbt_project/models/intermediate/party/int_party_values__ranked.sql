{{ config(materialized='table') }}

{%- set rules = affluent.party_rules() %}

with parties as (
    select * from {{ ref('int_parties__unioned') }}
),

keys as (
    select * from {{ ref('int_parties__resolved') }}
),

words as (
    select * from {{ ref('int_party_words__said') }}
),

-- Of one source, who buys tells more of a party than who sells, or who may buy once; what was
-- merged into another record, or made from it, tells least.
records as (
    select
        keys.party_key,
        parties.*,
        case
            when parties.is_customer then 1
            when parties.is_supplier then 2
            when parties.linked_to is null then 3
            else 4
        end as role_rank,
        {%- for field in rules %}
        case when parties.{{ field }} is null then 0 else 1 end{{ " +" if not loop.last }}
        {%- endfor %} as filled_count,
        coalesce(parties.updated_at, cast(parties.created_on as timestamp)) as changed_at
    from parties
    inner join keys
        on parties.record_id = keys.record_id
),

known as (
    {%- for field, rule in rules.items() %}
    select
        party_key,
        '{{ field }}' as field,
        cast({{ field }} as {{ dbt.type_string() }}) as field_value,
        record_id,
        source_name,
        '{{ rule }}' as rule,
        source_priority,
        role_rank,
        {{ '-filled_count' if rule == 'most_complete' else '0' }} as completeness_rank,
        {{ 'changed_at' if rule == 'most_recent' else 'cast(null as timestamp)' }} as changed_at
    from records
    where {{ field }} is not null
    union all
    {%- endfor %}
    select
        keys.party_key,
        words.field,
        words.field_value,
        words.record_id,
        'steward' as source_name,
        'steward' as rule,
        0 as source_priority,
        0 as role_rank,
        -1000 as completeness_rank,
        words.said_at as changed_at
    from words
    inner join keys
        on words.record_id = keys.record_id
),

final as (
    select
        party_key,
        field,
        field_value,
        record_id,
        source_name,
        rule,
        row_number() over (
            partition by party_key, field
            order by
                case when rule = 'steward' then 0 else 1 end,
                completeness_rank,
                changed_at desc nulls last,
                source_priority,
                role_rank,
                record_id
        ) as trust_rank
    from known
)

select * from final
