with events as (
    select * from {{ ref('int_cost_events__unioned') }}
),

sales_lines as (
    select * from {{ ref('fct_sales_lines') }}
),

customers as (
    select * from {{ ref('int_customers__resolved') }}
),

products as (
    select * from {{ ref('int_products__resolved') }}
),

keyed as (
    select
        {{ affluent.surrogate_key([
            'events.source_name', 'events.company_code', 'events.event_id'
        ]) }} as cost_event_key,
        events.source_name,
        coalesce(events.company_code, '') as company_code,
        events.component,
        events.document_number,
        events.posted_on,
        events.known_on,
        sales_lines.sales_line_key,
        sales_lines.posted_on as sold_on,
        events.known_on <= {{ affluent.month_end('sales_lines.posted_on') }}
            as is_known_at_month_end,
        coalesce(
            sales_lines.customer_key, customers.customer_key, {{ affluent.unknown_key() }}
        ) as customer_key,
        coalesce(
            sales_lines.product_key, products.product_key, {{ affluent.unknown_key() }}
        ) as product_key,
        coalesce(sales_lines.seller_name, events.seller_name) as seller_name,
        coalesce(events.is_inter_company, false) as is_inter_company,
        events.amount as amount_base,
        events.currency_code
    from events
    left join sales_lines
        on events.source_name = sales_lines.source_name
        and coalesce(events.company_code, '') = sales_lines.company_code
        and events.sales_document_type = sales_lines.document_type
        and events.sales_document_number = sales_lines.document_number
        and events.sales_line_number = sales_lines.line_number
    left join customers
        on events.source_name = customers.source_name
        and events.customer_id = customers.customer_id
    left join products
        on events.source_name = products.source_name
        and events.product_id = products.product_id
),

final as (
    select
        cost_event_key,
        {{ affluent.surrogate_key([
            'source_name', 'company_code', 'seller_name', 'is_inter_company'
        ]) }} as sales_context_key,
        source_name,
        company_code,
        component,
        document_number,
        posted_on,
        known_on,
        sales_line_key,
        sold_on,
        is_known_at_month_end,
        customer_key,
        product_key,
        seller_name,
        is_inter_company,
        amount_base,
        currency_code
    from keyed
)

select * from final
