with accounts as (
    select * from {{ ref('stg_crm__accounts') }}
),

-- An account has no identifier but its name, and no number that another system would know.
final as (
    select
        'crm' as source_name,
        account_name as customer_id,
        cast(null as {{ dbt.type_string() }}) as customer_number,
        cast(null as {{ dbt.type_string() }}) as legal_id,
        account_name as customer_name,
        country_code,
        cast(null as {{ dbt.type_string() }}) as city,
        sector as segment,
        cast(null as {{ dbt.type_string() }}) as gender,
        cast(null as date) as birth_on,
        cast(null as date) as created_on
    from accounts
)

select * from final
