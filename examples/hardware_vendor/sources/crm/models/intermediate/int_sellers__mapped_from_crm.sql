with sales_teams as (
    select * from {{ ref('stg_crm__sales_teams') }}
),

final as (
    select
        'crm' as source_name,
        agent_name as seller_id,
        cast(null as {{ dbt.type_string() }}) as seller_number,
        agent_name as seller_name,
        cast(null as {{ dbt.type_string() }}) as email,
        cast(null as {{ dbt.type_string() }}) as job_title,
        regional_office as team_name,
        cast(null as date) as hired_on,
        cast(null as date) as left_on
    from sales_teams
)

select * from final
