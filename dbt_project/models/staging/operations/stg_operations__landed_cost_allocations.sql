{{ config(enabled='operations' in var('sources', [])) }}

with landed_cost_allocations as (
    select * from {{ source('operations', 'landed_cost_allocations') }}
),

final as (
    select
        cast(landed_cost_allocation_id as bigint) as landed_cost_allocation_id,
        cast(landed_cost_id as bigint) as landed_cost_id,
        cast(receipt_line_id as bigint) as receipt_line_id,
        cast(product_id as bigint) as product_id,
        cast(amount_base as decimal(18, 2)) as amount_base,
        cast(stock_amount_base as decimal(18, 2)) as stock_amount_base,
        cast(cost_amount_base as decimal(18, 2)) as cost_amount_base
    from landed_cost_allocations
    where not _is_deleted
)

select * from final
