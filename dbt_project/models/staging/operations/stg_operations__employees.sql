{{ config(enabled='operations' in var('sources', [])) }}

with employees as (
    select * from {{ source('operations', 'employees') }}
),

final as (
    select
        cast(employee_id as bigint) as employee_id,
        {{ affluent.trimmed('employee_number') }} as employee_number,
        cast(company_id as bigint) as company_id,
        {{ affluent.trimmed('name') }} as employee_name,
        {{ affluent.trimmed('email') }} as email,
        {{ affluent.trimmed('job') }} as job_title,
        cast(team_id as bigint) as team_id,
        cast(cost_centre_id as bigint) as cost_centre_id,
        cast(hired_on as date) as hired_on,
        cast(left_on as date) as left_on
    from employees
    where not _is_deleted
)

select * from final
