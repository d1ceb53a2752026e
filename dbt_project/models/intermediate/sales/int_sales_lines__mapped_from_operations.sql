{{ config(enabled='operations' in var('sources', [])) }}

with invoices as (
    select * from {{ ref('stg_operations__invoices') }}
),

invoice_lines as (
    select * from {{ ref('stg_operations__invoice_lines') }}
),

credit_notes as (
    select * from {{ ref('stg_operations__credit_notes') }}
),

credit_note_lines as (
    select * from {{ ref('stg_operations__credit_note_lines') }}
),

sales_orders as (
    select * from {{ ref('stg_operations__sales_orders') }}
),

customers as (
    select * from {{ ref('stg_operations__customers') }}
),

products as (
    select * from {{ ref('stg_operations__products') }}
),

invoiced as (
    select
        'invoice' as document_type,
        invoices.invoice_number as document_number,
        invoice_lines.line_number,
        invoices.customer_id,
        invoices.order_id,
        invoice_lines.product_id,
        invoices.posted_on,
        invoice_lines.quantity,
        invoice_lines.unit_price,
        invoice_lines.net_amount,
        invoice_lines.cost_amount,
        invoices.currency_code
    from invoice_lines
    inner join invoices
        on invoice_lines.invoice_id = invoices.invoice_id
),

-- A credit note is written in positive amounts and takes away, on its own posting date. A
-- price-only credit has quantity 0 and cost 0: it reverses no cost.
credited as (
    select
        'credit_note' as document_type,
        credit_notes.credit_note_number as document_number,
        credit_note_lines.line_number,
        credit_notes.customer_id,
        invoices.order_id,
        credit_note_lines.product_id,
        credit_notes.posted_on,
        -credit_note_lines.quantity as quantity,
        invoice_lines.unit_price,
        -credit_note_lines.net_amount as net_amount,
        -credit_note_lines.cost_amount as cost_amount,
        credit_notes.currency_code
    from credit_note_lines
    inner join credit_notes
        on credit_note_lines.credit_note_id = credit_notes.credit_note_id
    left join invoices
        on credit_notes.invoice_id = invoices.invoice_id
    left join invoice_lines
        on credit_note_lines.invoice_line_id = invoice_lines.invoice_line_id
),

posted as (
    select * from invoiced
    union all
    select * from credited
),

final as (
    select
        'operations' as source_name,
        posted.document_type,
        posted.document_number,
        cast(posted.line_number as {{ dbt.type_string() }}) as line_number,
        sales_orders.order_number,
        customers.customer_number as customer_id,
        products.product_number as product_id,
        sales_orders.seller_name,
        sales_orders.ordered_on,
        posted.posted_on,
        posted.quantity,
        posted.unit_price,
        posted.net_amount,
        posted.cost_amount,
        posted.currency_code
    from posted
    left join sales_orders
        on posted.order_id = sales_orders.order_id
    left join customers
        on posted.customer_id = customers.customer_id
    left join products
        on posted.product_id = products.product_id
)

select * from final
