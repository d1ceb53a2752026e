with merged as (
    select * from {{ ref('int_customers__merged') }}
),

parties as (
    select * from {{ ref('int_parties__merged') }}
),

countries as (
    select * from {{ ref('countries') }}
),

-- What the party's records say together; what only customers have comes from them.
golden as (
    select
        merged.customer_key,
        merged.customer_number,
        coalesce(parties.party_name, merged.customer_name, merged.customer_number) as customer_name,
        coalesce(parties.legal_id, merged.legal_id) as legal_id,
        coalesce(parties.country_code, merged.country_code) as country_code,
        coalesce(parties.city, merged.city) as city,
        merged.segment,
        merged.gender,
        coalesce(parties.birth_on, merged.birth_on) as birth_on,
        coalesce(merged.created_on, parties.created_on) as created_on,
        merged.source_names,
        merged.source_count
    from merged
    left join parties
        on merged.customer_key = parties.party_key
),

known as (
    select
        golden.customer_key,
        golden.customer_number,
        golden.customer_name,
        golden.legal_id,
        golden.country_code,
        coalesce(countries.country_name, 'n/a') as country_name,
        golden.city,
        golden.segment,
        golden.gender,
        golden.birth_on,
        golden.created_on,
        golden.source_names,
        golden.source_count
    from golden
    left join countries
        on golden.country_code = countries.country_code
),

unknown as (
    select
        {{ affluent.unknown_key() }} as customer_key,
        'n/a' as customer_number,
        'n/a' as customer_name,
        cast(null as {{ dbt.type_string() }}) as legal_id,
        cast(null as {{ dbt.type_string() }}) as country_code,
        'n/a' as country_name,
        cast(null as {{ dbt.type_string() }}) as city,
        cast(null as {{ dbt.type_string() }}) as segment,
        cast(null as {{ dbt.type_string() }}) as gender,
        cast(null as date) as birth_on,
        cast(null as date) as created_on,
        '' as source_names,
        0 as source_count
),

final as (
    select * from known
    union all
    select * from unknown
)

select
    customer_key,
    customer_number,
    customer_name,
    legal_id,
    country_code,
    country_name,
    city,
    segment,
    gender,
    birth_on,
    created_on,
    source_names,
    cast(source_count as integer) as source_count
from final
