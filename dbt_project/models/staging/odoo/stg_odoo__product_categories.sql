{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with product_categories as (
    {{ affluent.landed(var('odoo_sources', []), 'product_categories', ['id', 'complete_name']) }}
),

final as (
    select
        source_name,
        cast(id as bigint) as category_id,
        {{ affluent.trimmed('complete_name') }} as complete_name
    from product_categories
)

select * from final
