{{ config(enabled='operations' in var('sources', [])) }}

with supplier_credit_notes as (
    select * from {{ source('operations', 'supplier_credit_notes') }}
),

final as (
    select
        cast(supplier_credit_note_id as bigint) as supplier_credit_note_id,
        {{ affluent.trimmed('supplier_credit_note_number') }} as credit_note_number,
        cast(company_id as bigint) as company_id,
        cast(supplier_id as bigint) as supplier_id,
        cast(posted_on as date) as posted_on,
        {{ affluent.trimmed('reason') }} as reason,
        {{ affluent.trimmed('currency_code') }} as currency_code
    from supplier_credit_notes
    where not _is_deleted
)

select * from final
