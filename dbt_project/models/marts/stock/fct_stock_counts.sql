with stock_counts as (
    select * from {{ ref('int_stock_counts__unioned') }}
),

products as (
    select * from {{ ref('int_products__resolved') }}
),

final as (
    select
        {{ affluent.surrogate_key([
            'stock_counts.source_name', 'stock_counts.company_code', 'stock_counts.line_id'
        ]) }} as stock_count_key,
        stock_counts.counted_on,
        stock_counts.source_name,
        stock_counts.company_code,
        stock_counts.count_number,
        coalesce(products.product_key, {{ affluent.unknown_key() }}) as product_key,
        stock_counts.location_code,
        stock_counts.expected_quantity,
        stock_counts.counted_quantity,
        stock_counts.counted_quantity = stock_counts.expected_quantity as is_right,
        stock_counts.difference_amount_base
    from stock_counts
    left join products
        on stock_counts.source_name = products.source_name
        and stock_counts.product_id = products.product_id
)

select * from final
