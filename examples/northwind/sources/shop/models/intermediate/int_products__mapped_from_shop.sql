with products as (
    select * from {{ ref('stg_shop__products') }}
),

categories as (
    select * from {{ ref('stg_shop__categories') }}
),

final as (
    select
        'shop' as source_name,
        products.product_id,
        products.product_id as product_number,
        products.product_name,
        categories.category,
        cast(null as {{ dbt.type_string() }}) as subcategory,
        cast(null as {{ dbt.type_string() }}) as product_line,
        products.list_price_amount,
        '{{ var("currency") }}' as currency_code
    from products
    left join categories
        on products.category_id = categories.category_id
)

select * from final
