with employees as (
    select * from {{ ref('stg_shop__employees') }}
),

final as (
    select
        'shop' as source_name,
        cast(employee_id as {{ dbt.type_string() }}) as seller_id,
        cast(null as {{ dbt.type_string() }}) as seller_number,
        employee_name as seller_name,
        cast(null as {{ dbt.type_string() }}) as email,
        cast(null as {{ dbt.type_string() }}) as job_title,
        cast(null as {{ dbt.type_string() }}) as team_name,
        cast(null as date) as hired_on,
        cast(null as date) as left_on
    from employees
)

select * from final
