with products as (
    select * from {{ source('shop', 'products') }}
),

final as (
    select
        {{ affluent.trimmed('product_id') }} as product_id,
        {{ affluent.trimmed('product_name') }} as product_name,
        cast(category_id as integer) as category_id,
        cast(unit_price as decimal(18, 4)) as list_price_amount
    from products
    where not _is_deleted
)

select * from final
