{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with stock_valuation_layers as (
    {{ affluent.landed(var('odoo_sources', []), 'stock_valuation_layers', [
        'id', 'stock_move_id', 'quantity', 'value'
    ]) }}
),

final as (
    select
        source_name,
        cast(id as bigint) as stock_value_id,
        cast(stock_move_id as bigint) as stock_move_id,
        cast(quantity as decimal(18, 4)) as quantity,
        cast(value as decimal(18, 2)) as value_amount
    from stock_valuation_layers
)

select * from final
