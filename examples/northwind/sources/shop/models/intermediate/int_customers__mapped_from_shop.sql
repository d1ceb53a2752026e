with customers as (
    select * from {{ ref('stg_shop__customers') }}
),

final as (
    select
        'shop' as source_name,
        customer_id,
        customer_id as customer_number,
        cast(null as {{ dbt.type_string() }}) as legal_id,
        customer_name,
        country_code,
        city,
        cast(null as {{ dbt.type_string() }}) as segment,
        cast(null as {{ dbt.type_string() }}) as gender,
        cast(null as date) as birth_on,
        cast(null as date) as created_on
    from customers
)

select * from final
