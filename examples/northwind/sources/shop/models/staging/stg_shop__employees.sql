with employees as (
    select * from {{ source('shop', 'employees') }}
),

final as (
    select
        cast(employee_id as integer) as employee_id,
        {{ affluent.trimmed("first_name || ' ' || last_name") }} as employee_name
    from employees
    where not _is_deleted
)

select * from final
