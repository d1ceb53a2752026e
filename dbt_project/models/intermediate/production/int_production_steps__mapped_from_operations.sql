{{ config(enabled='operations' in var('sources', [])) }}

with production_operations as (
    select * from {{ ref('stg_operations__production_operations') }}
),

production_orders as (
    select * from {{ ref('stg_operations__production_orders') }}
),

work_centres as (
    select * from {{ ref('stg_operations__work_centres') }}
),

companies as (
    select * from {{ ref('stg_operations__companies') }}
),

final as (
    select
        'operations' as source_name,
        coalesce(companies.company_code, '') as company_code,
        production_orders.order_number,
        cast(production_operations.operation_number as {{ dbt.type_string() }}) as step_number,
        work_centres.work_centre_code,
        work_centres.work_centre_name,
        work_centres.hours_per_day,
        production_operations.planned_hours
    from production_operations
    inner join production_orders
        on production_operations.production_order_id = production_orders.production_order_id
    left join work_centres
        on production_operations.work_centre_id = work_centres.work_centre_id
    left join companies
        on production_orders.company_id = companies.company_id
)

select * from final
