with customers as (
    select * from {{ ref('stg_crm__customers') }}
),

final as (
    select
        'crm' as source_name,
        customer_id,
        customer_number,
        cast(null as {{ dbt.type_string() }}) as legal_id,
        {{ affluent.trimmed("coalesce(first_name, '') || ' ' || coalesce(last_name, '')") }}
            as customer_name,
        cast(null as {{ dbt.type_string() }}) as country_code,
        cast(null as {{ dbt.type_string() }}) as city,
        cast(null as {{ dbt.type_string() }}) as segment,
        gender,
        cast(null as date) as birth_on,
        created_on
    from customers
)

select * from final
