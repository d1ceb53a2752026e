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
        coalesce(sales_lines.company_code, '') as company_code,
        sales_lines.document_type,
        sales_lines.document_number,
        sales_lines.line_number,
        sales_lines.order_number,
        sales_lines.order_line_number,
        coalesce(customers.customer_key, {{ affluent.unknown_key() }}) as customer_key,
        coalesce(products.product_key, {{ affluent.unknown_key() }}) as product_key,
        sales_lines.seller_name,
        sales_lines.ordered_on,
        sales_lines.posted_on,
        sales_lines.quantity,
        sales_lines.list_amount,
        sales_lines.net_amount,
        sales_lines.cost_amount,
        sales_lines.currency_code,
        coalesce(sales_lines.document_amount, sales_lines.net_amount) as document_amount,
        coalesce(sales_lines.document_currency_code, sales_lines.currency_code)
            as document_currency_code,
        sales_lines.ledger_cost_amount,
        coalesce(sales_lines.is_inter_company, false) as is_inter_company
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
        keyed.company_code,
        keyed.document_type,
        keyed.document_number,
        keyed.line_number,
        keyed.order_number,
        keyed.order_line_number,
        keyed.customer_key,
        keyed.product_key,
        keyed.seller_name,
        keyed.ordered_on,
        keyed.posted_on,
        keyed.quantity,
        keyed.list_amount,
        keyed.net_amount,
        coalesce(
            keyed.cost_amount,
            {{ affluent.mul_money('keyed.quantity', 'costs.unit_cost_amount') }}
        ) as known_cost_amount,
        keyed.currency_code,
        keyed.document_amount,
        keyed.document_currency_code,
        keyed.ledger_cost_amount,
        keyed.is_inter_company
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
        company_code,
        document_type,
        document_number,
        line_number,
        order_number,
        order_line_number,
        customer_key,
        product_key,
        seller_name,
        ordered_on,
        posted_on,
        quantity,
        list_amount,
        net_amount,
        coalesce(known_cost_amount, 0) as cost_amount,
        known_cost_amount is not null as is_cost_known,
        currency_code,
        document_amount,
        document_currency_code,
        coalesce(ledger_cost_amount, known_cost_amount, 0) as ledger_cost_amount,
        is_inter_company
    from costed
)

select * from final
