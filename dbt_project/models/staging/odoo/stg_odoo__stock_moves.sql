{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with stock_moves as (
    {{ affluent.landed(var('odoo_sources', []), 'stock_moves', [
        'id', 'state', 'date', 'reference', 'company_id', 'product_id', 'product_uom', 'quantity',
        'value', 'is_out', 'location_id', 'location_dest_id', 'sale_line_id'
    ]) }}
),

final as (
    select
        source_name,
        cast(id as bigint) as stock_move_id,
        {{ affluent.trimmed('state') }} as status,
        {{ affluent.local_date('date') }} as moved_on,
        {{ affluent.trimmed('reference') }} as reference,
        cast(company_id as bigint) as company_id,
        cast(product_id as bigint) as product_id,
        cast(product_uom as bigint) as unit_id,
        cast(quantity as decimal(18, 4)) as quantity,
        cast(value as decimal(18, 2)) as value_amount,
        coalesce(cast(is_out as boolean), false) as is_out,
        cast(location_id as bigint) as from_location_id,
        cast(location_dest_id as bigint) as into_location_id,
        cast(sale_line_id as bigint) as order_line_id
    from stock_moves
)

select * from final
