{{ config(enabled='operations' in var('sources', [])) }}

with journal_entries as (
    select * from {{ ref('stg_operations__journal_entries') }}
),

journal_lines as (
    select * from {{ ref('stg_operations__journal_lines') }}
),

-- A line without its entry still counts, under the entry's identifier, and an entry without lines
-- is one empty line: the law must see both.
final as (
    select
        'operations' as source_name,
        coalesce(
            journal_entries.entry_number,
            'entry ' || cast(journal_lines.entry_id as {{ dbt.type_string() }}) || ' (missing)'
        ) as entry_number,
        cast(journal_lines.line_number as {{ dbt.type_string() }}) as line_number,
        journal_entries.journal_code,
        journal_lines.account_code,
        journal_entries.posted_on,
        journal_entries.document_number,
        journal_lines.debit_amount,
        journal_lines.credit_amount
    from journal_lines
    full join journal_entries
        on journal_lines.entry_id = journal_entries.entry_id
)

select * from final
