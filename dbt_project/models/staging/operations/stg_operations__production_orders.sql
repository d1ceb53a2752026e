{{ config(enabled='operations' in var('sources', [])) }}

with production_orders as (
    select * from {{ source('operations', 'production_orders') }}
),

final as (
    select
        cast(production_order_id as bigint) as production_order_id,
        {{ affluent.trimmed('production_order_number') }} as order_number,
        cast(company_id as bigint) as company_id,
        cast(product_id as bigint) as product_id,
        cast(quantity as decimal(18, 4)) as quantity,
        cast(planned_on as date) as planned_on,
        cast(start_on as date) as start_on,
        cast(due_on as date) as due_on,
        {{ affluent.trimmed('status') }} as status,
        cast(released_on as date) as released_on,
        cast(closed_on as date) as closed_on,
        cast(expected_material_cost as decimal(18, 4)) as expected_material_cost,
        cast(expected_work_cost as decimal(18, 4)) as expected_work_cost,
        cast(variance_amount as decimal(18, 2)) as variance_amount,
        cast(stock_amount as decimal(18, 2)) as stock_amount
    from production_orders
    where not _is_deleted
)

select * from final
