{{ config(enabled='operations' in var('sources', [])) }}

with credit_notes as (
    select * from {{ source('operations', 'credit_notes') }}
),

final as (
    select
        cast(credit_note_id as bigint) as credit_note_id,
        {{ affluent.trimmed('credit_note_number') }} as credit_note_number,
        cast(invoice_id as bigint) as invoice_id,
        cast(customer_id as bigint) as customer_id,
        cast(posted_on as date) as posted_on,
        {{ affluent.trimmed('reason') }} as reason,
        {{ affluent.trimmed('currency_code') }} as currency_code,
        cast(net_amount as decimal(18, 2)) as net_amount,
        cast(tax_amount as decimal(18, 2)) as tax_amount,
        cast(gross_amount as decimal(18, 2)) as gross_amount,
        cast(company_id as bigint) as company_id,
        cast(exchange_rate as decimal(18, 8)) as exchange_rate,
        cast(freight_amount_base as decimal(18, 2)) as freight_amount_base,
        cast(net_amount_base as decimal(18, 2)) as net_amount_base
    from credit_notes
    where not _is_deleted
)

select * from final
