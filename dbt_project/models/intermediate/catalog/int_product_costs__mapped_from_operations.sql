{{ config(enabled='operations' in var('sources', [])) }}

with product_costs as (
    select * from {{ ref('stg_operations__product_costs') }}
),

products as (
    select * from {{ ref('stg_operations__products') }}
),

final as (
    select
        'operations' as source_name,
        products.product_number as product_id,
        product_costs.valid_from_on,
        product_costs.valid_to_on,
        product_costs.unit_cost_amount,
        '{{ var("currency") }}' as currency_code
    from product_costs
    inner join products
        on product_costs.product_id = products.product_id
)

select * from final
