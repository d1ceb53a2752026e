{{ config(enabled='operations' in var('sources', [])) }}

{#- Each delivery line with the invoice line that invoiced it: an invoice takes all that was
    delivered of an order line up to its day, so the first one that reaches so far is it. -#}
with deliveries as (
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

delivered as (
    select
        delivery_lines.*,
        deliveries.delivery_number,
        deliveries.company_id,
        deliveries.order_id,
        deliveries.delivered_on,
        sum(delivery_lines.quantity) over (
            partition by delivery_lines.order_line_id
            order by deliveries.delivered_on, delivery_lines.delivery_line_id
            rows unbounded preceding
        ) as delivered_up_to_it
    from delivery_lines
    inner join deliveries
        on delivery_lines.delivery_id = deliveries.delivery_id
),

invoiced as (
    select
        invoice_lines.order_line_id,
        invoices.invoice_number,
        invoice_lines.line_number,
        invoice_lines.quantity,
        sum(invoice_lines.quantity) over (
            partition by invoice_lines.order_line_id
            order by invoices.posted_on, invoice_lines.invoice_line_id
            rows unbounded preceding
        ) as invoiced_up_to_it
    from invoice_lines
    inner join invoices
        on invoice_lines.invoice_id = invoices.invoice_id
),

final as (
    select
        delivered.delivery_line_id,
        delivered.delivery_id,
        delivered.delivery_number,
        delivered.company_id,
        delivered.order_id,
        delivered.order_line_id,
        delivered.product_id,
        delivered.quantity,
        delivered.delivered_on,
        delivered.recorded_at,
        invoiced.invoice_number,
        cast(invoiced.line_number as {{ dbt.type_string() }}) as invoice_line_number
    from delivered
    left join invoiced
        on delivered.order_line_id = invoiced.order_line_id
        and delivered.delivered_up_to_it <= invoiced.invoiced_up_to_it
        and delivered.delivered_up_to_it > invoiced.invoiced_up_to_it - invoiced.quantity
)

select * from final
