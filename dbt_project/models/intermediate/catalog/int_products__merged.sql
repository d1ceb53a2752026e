with resolved as (
    select * from {{ ref('int_products__resolved') }}
),

ranked as (
    select
        product_key,
        product_id,
        product_number,
        product_name,
        category,
        subcategory,
        product_line,
        list_price_amount,
        row_number() over (
            partition by product_key
            order by source_priority, source_name, product_id
        ) as trust_rank
    from resolved
),

final as (
    select
        product_key,
        coalesce(
            {{ affluent.first_known('product_number', 'trust_rank') }},
            {{ affluent.first_known('product_id', 'trust_rank') }}
        ) as product_number,
        {%- for field in [
            'product_name', 'category', 'subcategory', 'product_line', 'list_price_amount'
        ] %}
        {{ affluent.first_known(field, 'trust_rank') }} as {{ field }}{{ "," if not loop.last }}
        {%- endfor %}
    from ranked
    group by product_key
)

select * from final
