{{ config(enabled='operations' in var('sources', [])) }}

with journal_lines as (
    select * from {{ source('operations', 'journal_lines') }}
),

final as (
    select
        cast(journal_line_id as bigint) as journal_line_id,
        cast(entry_id as bigint) as entry_id,
        cast(line_number as integer) as line_number,
        {{ affluent.trimmed('account_code') }} as account_code,
        cast(customer_id as bigint) as customer_id,
        cast(supplier_id as bigint) as supplier_id,
        {{ affluent.trimmed('reference') }} as reference_number,
        {{ affluent.trimmed('label') }} as label,
        cast(debit as decimal(18, 2)) as debit_amount,
        cast(credit as decimal(18, 2)) as credit_amount,
        cast(lettering_id as bigint) as lettering_id,
        cast(due_on as date) as due_on,
        cast(item_on as date) as item_on,
        {{ affluent.trimmed('currency_code') }} as currency_code,
        cast(document_amount as decimal(18, 2)) as document_amount
    from journal_lines
    where not _is_deleted
)

select * from final
