with purchase_invoice_lines as (
    select * from {{ ref('int_purchase_invoice_lines__unioned') }}
),

suppliers as (
    select * from {{ ref('int_suppliers__resolved') }}
),

products as (
    select * from {{ ref('int_products__resolved') }}
),

final as (
    select
        {{ affluent.surrogate_key([
            'purchase_invoice_lines.source_name', 'purchase_invoice_lines.company_code',
            'purchase_invoice_lines.document_type', 'purchase_invoice_lines.document_number',
            'purchase_invoice_lines.line_number'
        ]) }} as purchase_invoice_line_key,
        purchase_invoice_lines.posted_on,
        purchase_invoice_lines.source_name,
        purchase_invoice_lines.company_code,
        purchase_invoice_lines.document_type,
        purchase_invoice_lines.document_number,
        purchase_invoice_lines.line_number,
        purchase_invoice_lines.supplier_reference,
        coalesce(suppliers.supplier_key, {{ affluent.unknown_key() }}) as supplier_key,
        coalesce(products.product_key, {{ affluent.unknown_key() }}) as product_key,
        {{ affluent.surrogate_key([
            'purchase_invoice_lines.source_name', 'purchase_invoice_lines.account_code'
        ]) }} as account_key,
        purchase_invoice_lines.account_code,
        purchase_invoice_lines.quantity,
        purchase_invoice_lines.net_amount_base,
        purchase_invoice_lines.price_difference_base
    from purchase_invoice_lines
    left join suppliers
        on purchase_invoice_lines.source_name = suppliers.source_name
        and purchase_invoice_lines.supplier_id = suppliers.supplier_id
    left join products
        on purchase_invoice_lines.source_name = products.source_name
        and purchase_invoice_lines.product_id = products.product_id
)

select * from final
