{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with users as (
    select * from {{ ref('stg_odoo__users') }}
),

sales_teams as (
    select * from {{ ref('stg_odoo__sales_teams') }}
),

-- Who visits the portal is a customer, not of the house. A user's login is his e-mail address,
-- unless somebody decided otherwise: then it is none, and nobody is known by it.
final as (
    select
        users.source_name,
        cast(users.user_id as {{ dbt.type_string() }}) as seller_id,
        cast(null as {{ dbt.type_string() }}) as seller_number,
        users.user_name as seller_name,
        users.login as email,
        cast(null as {{ dbt.type_string() }}) as job_title,
        sales_teams.team_name,
        cast(null as date) as hired_on,
        cast(null as date) as left_on
    from users
    left join sales_teams
        on users.source_name = sales_teams.source_name
        and users.team_id = sales_teams.team_id
    where not users.is_shared
)

select * from final
