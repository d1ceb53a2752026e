{{ config(enabled='operations' in var('sources', [])) }}

with product_costs as (
    select * from {{ source('operations', 'product_costs') }}
),

final as (
    select
        cast(product_cost_id as bigint) as product_cost_id,
        cast(product_id as bigint) as product_id,
        cast(valid_from as date) as valid_from_on,
        cast(valid_to as date) as valid_to_on,
        cast(unit_cost as decimal(18, 4)) as unit_cost_amount
    from product_costs
    where not _is_deleted
)

select * from final
