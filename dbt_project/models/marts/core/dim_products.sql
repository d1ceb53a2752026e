with merged as (
    select * from {{ ref('int_products__merged') }}
),

known as (
    select
        product_key,
        product_number,
        coalesce(product_name, product_number) as product_name,
        category,
        subcategory,
        product_line,
        list_price_amount
    from merged
),

unknown as (
    select
        {{ affluent.unknown_key() }} as product_key,
        'n/a' as product_number,
        'n/a' as product_name,
        cast(null as {{ dbt.type_string() }}) as category,
        cast(null as {{ dbt.type_string() }}) as subcategory,
        cast(null as {{ dbt.type_string() }}) as product_line,
        cast(null as decimal(18, 4)) as list_price_amount
),

final as (
    select * from known
    union all
    select * from unknown
)

select * from final
