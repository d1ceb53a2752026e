{{ config(enabled='operations' in var('sources', [])) }}

with production_orders as (
    select * from {{ ref('stg_operations__production_orders') }}
),

production_components as (
    select * from {{ ref('stg_operations__production_components') }}
),

production_issues as (
    select * from {{ ref('stg_operations__production_issues') }}
),

production_operations as (
    select * from {{ ref('stg_operations__production_operations') }}
),

production_times as (
    select * from {{ ref('stg_operations__production_times') }}
),

production_outputs as (
    select * from {{ ref('stg_operations__production_outputs') }}
),

work_centres as (
    select * from {{ ref('stg_operations__work_centres') }}
),

products as (
    select * from {{ ref('stg_operations__products') }}
),

companies as (
    select * from {{ ref('stg_operations__companies') }}
),

group_rates as (
    select * from {{ ref('int_group_rates__mapped_from_operations') }}
),

events as (
    select
        'I' || cast(production_issues.production_issue_id as {{ dbt.type_string() }}) as event_id,
        production_components.production_order_id,
        'material' as event_kind,
        production_issues.issued_on as happened_on,
        production_components.component_id as product_id,
        cast(null as bigint) as work_centre_id,
        production_issues.quantity,
        cast(0 as decimal(18, 4)) as scrap_quantity,
        cast(null as {{ dbt.type_string() }}) as scrap_reason,
        cast(0 as decimal(18, 6)) as hours,
        production_issues.cost_amount as amount
    from production_issues
    inner join production_components
        on production_issues.production_component_id
            = production_components.production_component_id
    union all
    select
        'T' || cast(production_times.production_time_id as {{ dbt.type_string() }}) as event_id,
        production_operations.production_order_id,
        'work' as event_kind,
        production_times.worked_on as happened_on,
        cast(null as bigint) as product_id,
        production_operations.work_centre_id,
        cast(0 as decimal(18, 4)) as quantity,
        cast(0 as decimal(18, 4)) as scrap_quantity,
        cast(null as {{ dbt.type_string() }}) as scrap_reason,
        production_times.hours,
        production_times.cost_amount as amount
    from production_times
    inner join production_operations
        on production_times.production_operation_id
            = production_operations.production_operation_id
    union all
    select
        'O' || cast(production_output_id as {{ dbt.type_string() }}) as event_id,
        production_order_id,
        'output' as event_kind,
        reported_on as happened_on,
        cast(null as bigint) as product_id,
        cast(null as bigint) as work_centre_id,
        good_quantity as quantity,
        scrap_quantity,
        scrap_reason,
        cast(0 as decimal(18, 6)) as hours,
        value_amount as amount
    from production_outputs
),

final as (
    select
        'operations' as source_name,
        coalesce(companies.company_code, '') as company_code,
        events.event_id,
        production_orders.order_number,
        events.event_kind,
        events.happened_on,
        products.product_number as product_id,
        work_centres.work_centre_code,
        events.quantity,
        events.scrap_quantity,
        events.scrap_reason,
        events.hours,
        events.amount,
        companies.currency_code as ledger_currency_code,
        group_rates.rate as group_rate
    from events
    inner join production_orders
        on events.production_order_id = production_orders.production_order_id
    left join products
        on coalesce(events.product_id, production_orders.product_id) = products.product_id
    left join work_centres
        on events.work_centre_id = work_centres.work_centre_id
    left join companies
        on production_orders.company_id = companies.company_id
    left join group_rates
        on companies.currency_code = group_rates.currency_code
        and events.happened_on >= group_rates.valid_from_on
        and events.happened_on <= group_rates.valid_to_on
)

select * from final
