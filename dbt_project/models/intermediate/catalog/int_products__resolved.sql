{{ config(materialized='table') }}

with unioned as (
    select * from {{ ref('int_products__unioned') }}
),

final as (
    select
        source_name,
        product_id,
        case
            when product_number is not null
                then {{ affluent.surrogate_key(["'number'", 'product_number']) }}
            else {{ affluent.surrogate_key(["'source'", 'source_name', 'product_id']) }}
        end as product_key,
        product_number,
        product_name,
        category,
        subcategory,
        product_line,
        list_price_amount,
        currency_code,
        {{ affluent.source_priority('source_name') }} as source_priority
    from unioned
)

select * from final
