{{ config(enabled='operations' in var('sources', [])) }}

with employees as (
    select * from {{ ref('stg_operations__employees') }}
),

teams as (
    select * from {{ ref('stg_operations__teams') }}
),

sales_orders as (
    select * from {{ ref('stg_operations__sales_orders') }}
),

opportunities as (
    select * from {{ ref('stg_operations__opportunities') }}
),

accounts as (
    select * from {{ ref('stg_operations__accounts') }}
),

-- Who is written by name alone: the store lets a document be somebody's who is not on the staff.
written as (
    select seller_name from sales_orders
    where seller_id is null
    union all
    select owner_name as seller_name from opportunities
    where owner_id is null
    union all
    select owner_name as seller_name from accounts
    where owner_id is null
),

named as (
    select distinct seller_name from written
    where seller_name is not null
),

final as (
    select
        'operations' as source_name,
        cast(employees.employee_id as {{ dbt.type_string() }}) as seller_id,
        employees.employee_number as seller_number,
        employees.employee_name as seller_name,
        employees.email,
        employees.job_title,
        teams.team_name,
        employees.hired_on,
        employees.left_on
    from employees
    left join teams
        on employees.team_id = teams.team_id
    union all
    select
        'operations' as source_name,
        seller_name as seller_id,
        cast(null as {{ dbt.type_string() }}) as seller_number,
        seller_name,
        cast(null as {{ dbt.type_string() }}) as email,
        cast(null as {{ dbt.type_string() }}) as job_title,
        cast(null as {{ dbt.type_string() }}) as team_name,
        cast(null as date) as hired_on,
        cast(null as date) as left_on
    from named
)

select * from final
