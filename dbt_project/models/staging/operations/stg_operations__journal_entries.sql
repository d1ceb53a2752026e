{{ config(enabled='operations' in var('sources', [])) }}

with journal_entries as (
    select * from {{ source('operations', 'journal_entries') }}
),

final as (
    select
        cast(entry_id as bigint) as entry_id,
        {{ affluent.trimmed('entry_number') }} as entry_number,
        {{ affluent.trimmed('journal_code') }} as journal_code,
        cast(posted_on as date) as posted_on,
        {{ affluent.trimmed('document_type') }} as document_type,
        {{ affluent.trimmed('document_number') }} as document_number,
        cast(company_id as bigint) as company_id
    from journal_entries
    where not _is_deleted
)

select * from final
