with customers as (
    select * from {{ ref('stg_erp__customers') }}
),

locations as (
    select * from {{ ref('stg_erp__locations') }}
),

final as (
    select
        'erp' as source_name,
        coalesce(customers.customer_number, locations.customer_number) as customer_id,
        coalesce(customers.customer_number, locations.customer_number) as customer_number,
        cast(null as {{ dbt.type_string() }}) as legal_id,
        cast(null as {{ dbt.type_string() }}) as customer_name,
        locations.country_code,
        cast(null as {{ dbt.type_string() }}) as city,
        cast(null as {{ dbt.type_string() }}) as segment,
        customers.gender,
        customers.birth_on,
        cast(null as date) as created_on
    from customers
    full outer join locations
        on customers.customer_number = locations.customer_number
)

select * from final
