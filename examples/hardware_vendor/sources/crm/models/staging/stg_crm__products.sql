with products as (
    select * from {{ source('crm', 'products') }}
),

final as (
    select
        {{ affluent.trimmed('product') }} as product_name,
        -- The pipeline writes GTXPro where the catalogue writes GTX Pro.
        upper(replace(product, ' ', '')) as product_number,
        {{ affluent.trimmed('series') }} as series,
        cast(sales_price as decimal(18, 4)) as list_price_amount
    from products
    where not _is_deleted
)

select * from final
