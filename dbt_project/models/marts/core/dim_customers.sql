with merged as (
    select * from {{ ref('int_customers__merged') }}
),

countries as (
    select * from {{ ref('countries') }}
),

known as (
    select
        merged.customer_key,
        merged.customer_number,
        coalesce(merged.customer_name, merged.customer_number) as customer_name,
        merged.legal_id,
        merged.country_code,
        coalesce(countries.country_name, 'n/a') as country_name,
        merged.city,
        merged.segment,
        merged.gender,
        merged.birth_on,
        merged.created_on,
        merged.source_names,
        merged.source_count
    from merged
    left join countries
        on merged.country_code = countries.country_code
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
