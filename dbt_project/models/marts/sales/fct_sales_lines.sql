with costed as (
    select * from {{ ref('int_sales_lines__costed') }}
),

final as (
    select
        {{ affluent.surrogate_key([
            'source_name', 'document_type', 'document_number', 'line_number'
        ]) }} as sales_line_key,
        source_name,
        document_type,
        document_number,
        line_number,
        order_number,
        customer_key,
        product_key,
        seller_name,
        ordered_on,
        posted_on,
        quantity,
        net_amount as revenue_amount_base,
        cost_amount as cost_amount_base,
        cast(net_amount - cost_amount as decimal(18, 2)) as gross_margin_amount_base,
        is_cost_known,
        currency_code
    from costed
)

select * from final
