{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with product_costs as (
    {{ affluent.landed(var('odoo_sources', []), 'product_costs', [
        'id', 'company_id', 'standard_price'
    ]) }}
),

final as (
    select
        source_name,
        cast(id as bigint) as product_id,
        cast(company_id as bigint) as company_id,
        cast(standard_price as decimal(18, 4)) as unit_cost_amount
    from product_costs
)

select * from final
