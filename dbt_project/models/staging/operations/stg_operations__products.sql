{{ config(enabled='operations' in var('sources', [])) }}

with products as (
    select * from {{ source('operations', 'products') }}
),

final as (
    select
        cast(product_id as bigint) as product_id,
        {{ affluent.trimmed('product_number') }} as product_number,
        {{ affluent.trimmed('name') }} as product_name,
        {{ affluent.trimmed('category') }} as category,
        {{ affluent.trimmed('subcategory') }} as subcategory,
        cast(list_price as decimal(18, 4)) as list_price_amount,
        {{ affluent.trimmed('currency_code') }} as currency_code,
        {{ affluent.trimmed('unit_code') }} as unit_code,
        cast(is_active as boolean) as is_active
    from products
    where not _is_deleted
)

select * from final
