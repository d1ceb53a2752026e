{{ config(enabled='operations' in var('sources', [])) }}

with supplier_invoices as (
    select * from {{ ref('stg_operations__supplier_invoices') }}
),

supplier_invoice_lines as (
    select * from {{ ref('stg_operations__supplier_invoice_lines') }}
),

supplier_credit_notes as (
    select * from {{ ref('stg_operations__supplier_credit_notes') }}
),

supplier_credit_note_lines as (
    select * from {{ ref('stg_operations__supplier_credit_note_lines') }}
),

invoice_matches as (
    select * from {{ ref('stg_operations__invoice_matches') }}
),

suppliers as (
    select * from {{ ref('stg_operations__suppliers') }}
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

-- What an invoice asks more for goods than was agreed when they came.
matched as (
    select
        supplier_invoice_line_id,
        sum(invoice_amount_base - receipt_amount_base) as price_difference
    from invoice_matches
    group by supplier_invoice_line_id
),

invoiced as (
    select
        'invoice' as document_type,
        supplier_invoices.supplier_invoice_number as document_number,
        supplier_invoice_lines.line_number,
        supplier_invoices.supplier_reference,
        supplier_invoices.company_id,
        supplier_invoices.supplier_id,
        supplier_invoice_lines.product_id,
        supplier_invoice_lines.account_code,
        supplier_invoices.posted_on,
        coalesce(supplier_invoice_lines.quantity, 0) as quantity,
        supplier_invoice_lines.net_amount_base as ledger_amount,
        coalesce(matched.price_difference, 0) as ledger_price_difference
    from supplier_invoice_lines
    inner join supplier_invoices
        on supplier_invoice_lines.supplier_invoice_id = supplier_invoices.supplier_invoice_id
    left join matched
        on supplier_invoice_lines.supplier_invoice_line_id = matched.supplier_invoice_line_id
),

-- A credit note is written in positive amounts and takes away, on its own posting date.
credited as (
    select
        'credit_note' as document_type,
        supplier_credit_notes.credit_note_number as document_number,
        supplier_credit_note_lines.line_number,
        cast(null as {{ dbt.type_string() }}) as supplier_reference,
        supplier_credit_notes.company_id,
        supplier_credit_notes.supplier_id,
        supplier_invoice_lines.product_id,
        supplier_invoice_lines.account_code,
        supplier_credit_notes.posted_on,
        -supplier_credit_note_lines.quantity as quantity,
        -supplier_credit_note_lines.net_amount_base as ledger_amount,
        cast(0 as decimal(18, 2)) as ledger_price_difference
    from supplier_credit_note_lines
    inner join supplier_credit_notes
        on supplier_credit_note_lines.supplier_credit_note_id
            = supplier_credit_notes.supplier_credit_note_id
    left join supplier_invoice_lines
        on supplier_credit_note_lines.supplier_invoice_line_id
            = supplier_invoice_lines.supplier_invoice_line_id
),

posted as (
    select * from invoiced
    union all
    select * from credited
),

final as (
    select
        'operations' as source_name,
        coalesce(companies.company_code, '') as company_code,
        posted.document_type,
        posted.document_number,
        cast(posted.line_number as {{ dbt.type_string() }}) as line_number,
        posted.supplier_reference,
        suppliers.supplier_number as supplier_id,
        products.product_number as product_id,
        posted.account_code,
        posted.posted_on,
        posted.quantity,
        {{ affluent.mul_money('posted.ledger_amount', 'group_rates.rate') }} as net_amount_base,
        {{ affluent.mul_money('posted.ledger_price_difference', 'group_rates.rate') }}
            as price_difference_base
    from posted
    left join suppliers
        on posted.supplier_id = suppliers.supplier_id
    left join products
        on posted.product_id = products.product_id
    left join companies
        on posted.company_id = companies.company_id
    left join group_rates
        on companies.currency_code = group_rates.currency_code
        and posted.posted_on >= group_rates.valid_from_on
        and posted.posted_on <= group_rates.valid_to_on
)

select * from final
