{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with product_templates as (
    {{ affluent.landed(var('odoo_sources', []), 'product_templates', [
        'id', 'name', 'categ_id', 'uom_id', 'list_price', 'company_id'
    ]) }}
),

final as (
    select
        source_name,
        cast(id as bigint) as template_id,
        {{ affluent.trimmed('name') }} as product_name,
        cast(categ_id as bigint) as category_id,
        cast(uom_id as bigint) as unit_id,
        cast(list_price as decimal(18, 4)) as list_price_amount,
        cast(company_id as bigint) as company_id
    from product_templates
)

select * from final
