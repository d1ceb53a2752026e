{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with products as (
    {{ affluent.landed(var('odoo_sources', []), 'products', [
        'id', 'product_tmpl_id', 'default_code', 'lst_price', 'create_date', 'active'
    ]) }}
),

final as (
    select
        source_name,
        cast(id as bigint) as product_id,
        cast(product_tmpl_id as bigint) as template_id,
        {{ affluent.trimmed('default_code') }} as product_number,
        cast(lst_price as decimal(18, 4)) as list_price_amount,
        {{ affluent.local_date('create_date') }} as created_on,
        coalesce(cast(active as boolean), true) as is_active
    from products
)

select * from final
