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

sales_order_lines as (
    select * from {{ ref('stg_operations__sales_order_lines') }}
),

customers as (
    select * from {{ ref('int_operations_customers__flagged') }}
),

products as (
    select * from {{ ref('stg_operations__products') }}
),

companies as (
    select * from {{ ref('stg_operations__companies') }}
),

group_rates as (
    select * from {{ ref('int_group_rates__mapped_from_operations') }}
),

invoiced as (
    select
        'invoice' as document_type,
        invoices.invoice_number as document_number,
        cast(invoice_lines.line_number as {{ dbt.type_string() }}) as line_number,
        invoices.company_id,
        invoices.customer_id,
        invoices.order_id,
        invoice_lines.order_line_id,
        invoice_lines.product_id,
        invoices.posted_on,
        invoice_lines.quantity,
        invoice_lines.unit_price,
        {{ affluent.mul_money(
            affluent.mul_money('invoice_lines.quantity', 'invoice_lines.unit_price'),
            'invoices.exchange_rate'
        ) }} as list_amount_base,
        invoice_lines.net_amount_base,
        invoices.currency_code as document_currency_code,
        invoice_lines.net_amount as document_amount,
        invoice_lines.cost_amount
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
        cast(credit_note_lines.line_number as {{ dbt.type_string() }}) as line_number,
        credit_notes.company_id,
        credit_notes.customer_id,
        invoices.order_id,
        invoice_lines.order_line_id,
        credit_note_lines.product_id,
        credit_notes.posted_on,
        -credit_note_lines.quantity as quantity,
        invoice_lines.unit_price,
        coalesce(-{{ affluent.mul_money(
            affluent.mul_money('credit_note_lines.quantity', 'invoice_lines.unit_price'),
            'credit_notes.exchange_rate'
        ) }}, -credit_note_lines.net_amount_base) as list_amount_base,
        -credit_note_lines.net_amount_base as net_amount_base,
        credit_notes.currency_code as document_currency_code,
        -credit_note_lines.net_amount as document_amount,
        -credit_note_lines.cost_amount as cost_amount
    from credit_note_lines
    inner join credit_notes
        on credit_note_lines.credit_note_id = credit_notes.credit_note_id
    left join invoices
        on credit_notes.invoice_id = invoices.invoice_id
    left join invoice_lines
        on credit_note_lines.invoice_line_id = invoice_lines.invoice_line_id
),

-- Transport that is billed is revenue without a product; what the carrier asks is a charge.
freight_invoiced as (
    select
        'invoice' as document_type,
        invoice_number as document_number,
        'freight' as line_number,
        company_id,
        customer_id,
        order_id,
        cast(null as bigint) as order_line_id,
        cast(null as bigint) as product_id,
        posted_on,
        cast(0 as decimal(18, 4)) as quantity,
        cast(null as decimal(18, 4)) as unit_price,
        freight_amount_base as list_amount_base,
        freight_amount_base as net_amount_base,
        cast(null as {{ dbt.type_string() }}) as document_currency_code,
        cast(null as decimal(18, 2)) as document_amount,
        cast(0 as decimal(18, 2)) as cost_amount
    from invoices
    where freight_amount_base <> 0
),

freight_credited as (
    select
        'credit_note' as document_type,
        credit_notes.credit_note_number as document_number,
        'freight' as line_number,
        credit_notes.company_id,
        credit_notes.customer_id,
        invoices.order_id,
        cast(null as bigint) as order_line_id,
        cast(null as bigint) as product_id,
        credit_notes.posted_on,
        cast(0 as decimal(18, 4)) as quantity,
        cast(null as decimal(18, 4)) as unit_price,
        -credit_notes.freight_amount_base as list_amount_base,
        -credit_notes.freight_amount_base as net_amount_base,
        cast(null as {{ dbt.type_string() }}) as document_currency_code,
        cast(null as decimal(18, 2)) as document_amount,
        cast(0 as decimal(18, 2)) as cost_amount
    from credit_notes
    left join invoices
        on credit_notes.invoice_id = invoices.invoice_id
    where credit_notes.freight_amount_base <> 0
),

posted as (
    select * from invoiced
    union all
    select * from credited
    union all
    select * from freight_invoiced
    union all
    select * from freight_credited
),

-- From the currency of the company's books into the group's, at the rate of the posting day. A
-- line whose rate nobody entered keeps its own currency: the law names it.

final as (
    select
        'operations' as source_name,
        companies.company_code,
        posted.document_type,
        posted.document_number,
        posted.line_number,
        sales_orders.order_number,
        cast(sales_order_lines.line_number as {{ dbt.type_string() }}) as order_line_number,
        customers.customer_number as customer_id,
        products.product_number as product_id,
        sales_orders.seller_name,
        sales_orders.ordered_on,
        posted.posted_on,
        posted.quantity,
        posted.unit_price,
        coalesce(
            {{ affluent.mul_money('posted.list_amount_base', 'group_rates.rate') }},
            posted.list_amount_base
        ) as list_amount,
        coalesce(
            {{ affluent.mul_money('posted.net_amount_base', 'group_rates.rate') }},
            posted.net_amount_base
        ) as net_amount,
        coalesce(
            {{ affluent.mul_money('posted.cost_amount', 'group_rates.rate') }},
            posted.cost_amount
        ) as cost_amount,
        case when group_rates.rate is null
            then companies.currency_code
            else '{{ var("currency") }}'
        end as currency_code,
        coalesce(posted.document_amount, posted.net_amount_base) as document_amount,
        coalesce(posted.document_currency_code, companies.currency_code)
            as document_currency_code,
        posted.cost_amount as ledger_cost_amount,
        coalesce(customers.is_inter_company, false) as is_inter_company,
        posted.net_amount_base as ledger_amount
    from posted
    left join companies
        on posted.company_id = companies.company_id
    left join group_rates
        on companies.currency_code = group_rates.currency_code
        and posted.posted_on >= group_rates.valid_from_on
        and posted.posted_on <= group_rates.valid_to_on
    left join sales_order_lines
        on posted.order_line_id = sales_order_lines.order_line_id
    -- The order of the line itself: an invoice of several orders bears the first one's number.
    left join sales_orders
        on coalesce(sales_order_lines.order_id, posted.order_id) = sales_orders.order_id
    left join customers
        on posted.customer_id = customers.customer_id
    left join products
        on posted.product_id = products.product_id
)

select * from final
