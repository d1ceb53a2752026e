with products as (
    select * from {{ ref('stg_crm__products') }}
),

-- The ERP keeps the categories; the CRM's product key names them.
categories as (
    select * from {{ ref('stg_erp__product_categories') }}
),

final as (
    select
        'crm' as source_name,
        products.product_number as product_id,
        products.product_number,
        products.product_name,
        categories.category,
        categories.subcategory,
        products.product_line,
        cast(null as decimal(18, 4)) as list_price_amount,
        '{{ var("currency") }}' as currency_code
    from products
    left join categories
        on products.category_id = categories.category_id
    where products.is_current
)

select * from final
