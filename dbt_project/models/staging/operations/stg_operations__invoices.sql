{{ config(enabled='operations' in var('sources', [])) }}

with invoices as (
    select * from {{ source('operations', 'invoices') }}
),

final as (
    select
        cast(invoice_id as bigint) as invoice_id,
        {{ affluent.trimmed('invoice_number') }} as invoice_number,
        cast(customer_id as bigint) as customer_id,
        cast(order_id as bigint) as order_id,
        cast(posted_on as date) as posted_on,
        cast(due_on as date) as due_on,
        {{ affluent.trimmed('currency_code') }} as currency_code,
        cast(net_amount as decimal(18, 2)) as net_amount,
        cast(tax_amount as decimal(18, 2)) as tax_amount,
        cast(gross_amount as decimal(18, 2)) as gross_amount,
        cast(company_id as bigint) as company_id,
        {{ affluent.trimmed('kind') }} as kind,
        cast(exchange_rate as decimal(18, 8)) as exchange_rate,
        cast(freight_amount_base as decimal(18, 2)) as freight_amount_base,
        cast(net_amount_base as decimal(18, 2)) as net_amount_base
    from invoices
    where not _is_deleted
)

select * from final
