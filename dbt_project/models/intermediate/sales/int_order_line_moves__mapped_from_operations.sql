{{ config(enabled='operations' in var('sources', [])) }}

with sales_orders as (
    select * from {{ ref('stg_operations__sales_orders') }}
),

sales_order_lines as (
    select * from {{ ref('stg_operations__sales_order_lines') }}
),

cancellations as (
    select * from {{ ref('stg_operations__sales_order_cancellations') }}
),

deliveries as (
    select * from {{ ref('stg_operations__deliveries') }}
),

delivery_lines as (
    select * from {{ ref('stg_operations__delivery_lines') }}
),

invoices as (
    select * from {{ ref('stg_operations__invoices') }}
),

invoice_lines as (
    select * from {{ ref('stg_operations__invoice_lines') }}
),

companies as (
    select * from {{ ref('stg_operations__companies') }}
),

moves as (
    select
        order_line_id,
        'cancelled' as move_type,
        cancelled_on as moved_on,
        cast(cancellation_id as {{ dbt.type_string() }}) as document_number,
        cast(null as {{ dbt.type_string() }}) as document_line_number,
        quantity
    from cancellations
    union all
    select
        delivery_lines.order_line_id,
        'delivered' as move_type,
        deliveries.delivered_on as moved_on,
        deliveries.delivery_number as document_number,
        cast(delivery_lines.line_number as {{ dbt.type_string() }}) as document_line_number,
        delivery_lines.quantity
    from delivery_lines
    inner join deliveries
        on delivery_lines.delivery_id = deliveries.delivery_id
    union all
    select
        invoice_lines.order_line_id,
        'invoiced' as move_type,
        invoices.posted_on as moved_on,
        invoices.invoice_number as document_number,
        cast(invoice_lines.line_number as {{ dbt.type_string() }}) as document_line_number,
        invoice_lines.quantity
    from invoice_lines
    inner join invoices
        on invoice_lines.invoice_id = invoices.invoice_id
),

final as (
    select
        'operations' as source_name,
        companies.company_code,
        sales_orders.order_number,
        cast(sales_order_lines.line_number as {{ dbt.type_string() }}) as line_number,
        moves.move_type,
        moves.moved_on,
        moves.document_number,
        moves.document_line_number,
        moves.quantity
    from moves
    inner join sales_order_lines
        on moves.order_line_id = sales_order_lines.order_line_id
    inner join sales_orders
        on sales_order_lines.order_id = sales_orders.order_id
    left join companies
        on sales_orders.company_id = companies.company_id
)

select * from final
