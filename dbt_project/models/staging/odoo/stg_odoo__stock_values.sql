{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with stock_valuation_layers as (
    {{ affluent.landed(var('odoo_sources', []), 'stock_valuation_layers', [
        'id', 'create_date', 'company_id', 'product_id', 'stock_move_id', 'quantity', 'value'
    ]) }}
),

final as (
    select
        source_name,
        cast(id as bigint) as stock_value_id,
        {{ affluent.local_date('create_date') }} as valued_on,
        cast(company_id as bigint) as company_id,
        cast(product_id as bigint) as product_id,
        cast(stock_move_id as bigint) as stock_move_id,
        cast(quantity as decimal(18, 4)) as quantity,
        cast(value as decimal(18, 2)) as value_amount
    from stock_valuation_layers
)

select * from final
