{{ config(enabled='operations' in var('sources', [])) }}

with supplier_invoices as (
    select * from {{ source('operations', 'supplier_invoices') }}
),

final as (
    select
        cast(supplier_invoice_id as bigint) as supplier_invoice_id,
        {{ affluent.trimmed('supplier_invoice_number') }} as supplier_invoice_number,
        cast(company_id as bigint) as company_id,
        cast(supplier_id as bigint) as supplier_id,
        {{ affluent.trimmed('supplier_reference') }} as supplier_reference,
        cast(posted_on as date) as posted_on,
        cast(due_on as date) as due_on,
        {{ affluent.trimmed('currency_code') }} as currency_code,
        cast(net_amount_base as decimal(18, 2)) as net_amount_base
    from supplier_invoices
    where not _is_deleted
)

select * from final
