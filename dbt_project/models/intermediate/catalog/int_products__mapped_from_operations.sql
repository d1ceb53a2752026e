{{ config(enabled='operations' in var('sources', [])) }}

with products as (
    select * from {{ ref('stg_operations__products') }}
),

final as (
    select
        'operations' as source_name,
        product_number as product_id,
        product_number,
        product_name,
        category,
        subcategory,
        cast(null as {{ dbt.type_string() }}) as product_line,
        list_price_amount,
        currency_code
    from products
)

select * from final
