with products as (
    select * from {{ ref('stg_crm__products') }}
),

final as (
    select
        'crm' as source_name,
        product_number as product_id,
        product_number,
        product_name,
        series as category,
        cast(null as {{ dbt.type_string() }}) as subcategory,
        cast(null as {{ dbt.type_string() }}) as product_line,
        list_price_amount,
        '{{ var("currency") }}' as currency_code
    from products
)

select * from final
