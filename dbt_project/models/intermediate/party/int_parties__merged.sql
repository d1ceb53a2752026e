{{ config(materialized='table') }}

with parties as (
    select * from {{ ref('int_parties__unioned') }}
),

keys as (
    select * from {{ ref('int_parties__resolved') }}
),

field_values as (
    select * from {{ ref('int_party_values__ranked') }}
),

chosen as (
    select
        party_key,
        {%- for field in affluent.party_rules() %}
        max(case when field = '{{ field }}' then field_value end) as {{ field }}{{ "," if not loop.last }}
        {%- endfor %}
    from field_values
    where trust_rank = 1
    group by party_key
),

roles as (
    select
        keys.party_key,
        min(parties.record_type) as record_type,
        bool_or(parties.is_customer) as is_customer,
        bool_or(parties.is_supplier) as is_supplier,
        bool_or(parties.is_prospect) as is_prospect,
        count(distinct parties.source_name) as source_count,
        count(*) as record_count,
        min_by(
            parties.party_id,
            case when parties.is_customer then '1' when parties.is_supplier then '2' else '3' end
            || lpad(cast(parties.source_priority as {{ dbt.type_string() }}), 4, '0')
            || parties.record_id
        ) as party_number
    from parties
    inner join keys
        on parties.record_id = keys.record_id
    group by keys.party_key
),

final as (
    select
        roles.party_key,
        roles.party_number,
        roles.record_type,
        coalesce(chosen.party_name, roles.party_number) as party_name,
        {%- for field in affluent.party_rules() if field not in ['party_name', 'birth_on', 'created_on'] %}
        chosen.{{ field }},
        {%- endfor %}
        cast(chosen.birth_on as date) as birth_on,
        cast(chosen.created_on as date) as created_on,
        roles.is_customer,
        roles.is_supplier,
        roles.is_prospect and not roles.is_customer as is_prospect,
        roles.source_count,
        roles.record_count
    from roles
    left join chosen
        on roles.party_key = chosen.party_key
)

select * from final
