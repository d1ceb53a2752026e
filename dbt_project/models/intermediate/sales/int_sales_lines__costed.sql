with sales_lines as (
    select * from {{ ref('int_sales_lines__unioned') }}
),

customers as (
    select * from {{ ref('int_customers__resolved') }}
),

products as (
    select * from {{ ref('int_products__resolved') }}
),

costs as (
    select * from {{ ref('int_product_costs__dated') }}
),

keyed as (
    select
        sales_lines.source_name,
        sales_lines.document_type,
        sales_lines.document_number,
        sales_lines.line_number,
        sales_lines.order_number,
        coalesce(customers.customer_key, {{ affluent.unknown_key() }}) as customer_key,
        coalesce(products.product_key, {{ affluent.unknown_key() }}) as product_key,
        sales_lines.seller_name,
        sales_lines.ordered_on,
        sales_lines.posted_on,
        sales_lines.quantity,
        sales_lines.net_amount,
        sales_lines.cost_amount,
        sales_lines.currency_code
    from sales_lines
    left join customers
        on sales_lines.source_name = customers.source_name
        and sales_lines.customer_id = customers.customer_id
    left join products
        on sales_lines.source_name = products.source_name
        and sales_lines.product_id = products.product_id
),

-- The line's own cost, where the source keeps it, wins over the company's policy.
costed as (
    select
        keyed.source_name,
        keyed.document_type,
        keyed.document_number,
        keyed.line_number,
        keyed.order_number,
        keyed.customer_key,
        keyed.product_key,
        keyed.seller_name,
        keyed.ordered_on,
        keyed.posted_on,
        keyed.quantity,
        keyed.net_amount,
        coalesce(
            keyed.cost_amount,
            {{ affluent.mul_money('keyed.quantity', 'costs.unit_cost_amount') }}
        ) as known_cost_amount,
        keyed.currency_code
    from keyed
    left join costs
        on keyed.product_key = costs.product_key
        {%- if var('cost_policy') == 'current' %}
        and costs.is_latest
        {%- else %}
        and keyed.posted_on >= costs.valid_from_on
        and keyed.posted_on <= costs.valid_to_on
        {%- endif %}
),

final as (
    select
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
        net_amount,
        coalesce(known_cost_amount, 0) as cost_amount,
        known_cost_amount is not null as is_cost_known,
        currency_code
    from costed
)

select * from final
