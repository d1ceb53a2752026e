{#- How many firms may stand above one another: a group of groups of groups. -#}
{% set steps = range(1, 5) %}

with merged as (
    select * from {{ ref('int_parties__merged') }}
),

records as (
    select * from {{ ref('map_party_records') }}
),

parties as (
    select * from {{ ref('int_parties__unioned') }}
),

keys as (
    select * from {{ ref('int_parties__resolved') }}
),

parents as (
    select
        keys.party_key,
        min(parent_keys.party_key) as parent_party_key
    from parties
    inner join keys
        on parties.record_id = keys.record_id
    inner join keys as parent_keys
        on parties.parent_record_id = parent_keys.record_id
    where keys.party_key <> parent_keys.party_key
    group by keys.party_key
),

groups as (
    select
        parents.party_key,
        parents.parent_party_key,
        coalesce(
            {% for step in steps | reverse -%}
            step_{{ step }}.parent_party_key,
            {% endfor -%}
            parents.parent_party_key
        ) as group_party_key
    from parents
    {% for step in steps -%}
    left join parents as step_{{ step }}
        on {{ 'parents' if loop.first else 'step_' ~ (step - 1) }}.parent_party_key
            = step_{{ step }}.party_key
    {% endfor %}
),

amounts as (
    select
        party_key,
        cast(sum(revenue_amount_base) as decimal(18, 2)) as revenue_amount_base,
        cast(sum(open_pipeline_amount_base) as decimal(18, 2)) as open_pipeline_amount_base
    from records
    group by party_key
),

final as (
    select
        merged.party_key,
        merged.party_number,
        merged.record_type,
        merged.party_name,
        merged.trading_name,
        merged.legal_id,
        merged.vat_number,
        merged.street,
        merged.postal_code,
        merged.city,
        merged.country_code,
        merged.phone,
        merged.email,
        merged.website,
        groups.parent_party_key,
        coalesce(groups.group_party_key, merged.party_key) as group_party_key,
        merged.is_customer,
        merged.is_supplier,
        merged.is_prospect,
        cast(merged.source_count as integer) as source_count,
        cast(merged.record_count as integer) as record_count,
        coalesce(amounts.revenue_amount_base, 0) as revenue_amount_base,
        coalesce(amounts.open_pipeline_amount_base, 0) as open_pipeline_amount_base
    from merged
    left join groups
        on merged.party_key = groups.party_key
    left join amounts
        on merged.party_key = amounts.party_key
)

select * from final
