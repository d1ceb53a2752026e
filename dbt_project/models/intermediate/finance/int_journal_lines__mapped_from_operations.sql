{{ config(enabled='operations' in var('sources', [])) }}

with journal_entries as (
    select * from {{ ref('stg_operations__journal_entries') }}
),

journal_lines as (
    select * from {{ ref('stg_operations__journal_lines') }}
),

customers as (
    select * from {{ ref('stg_operations__customers') }}
),

-- A line without its entry still counts, under the entry's identifier, and an entry without lines
-- is one empty line: the law must see both. The ledger is one from its first day on: the opening
-- and closing entries of its years cancel each other.
final as (
    select
        'operations' as source_name,
        '' as company_code,
        cast(null as date) as exercise_end_on,
        coalesce(
            journal_entries.entry_number,
            'entry ' || cast(journal_lines.entry_id as {{ dbt.type_string() }}) || ' (missing)'
        ) as entry_number,
        cast(journal_lines.line_number as {{ dbt.type_string() }}) as line_number,
        journal_entries.journal_code,
        cast(null as {{ dbt.type_string() }}) as journal_name,
        case journal_entries.journal_code
            when 'AN' then 'opening'
            when 'CL' then 'closing'
            else 'movement'
        end as entry_kind,
        cast(null as date) as replaced_on,
        journal_lines.account_code,
        cast(null as {{ dbt.type_string() }}) as account_name,
        customers.customer_number as party_number,
        customers.customer_name as party_name,
        customers.customer_number as customer_id,
        journal_entries.posted_on,
        journal_entries.document_number,
        journal_entries.posted_on as documented_on,
        cast(null as date) as due_on,
        journal_lines.label,
        journal_lines.debit_amount,
        journal_lines.credit_amount,
        cast(null as {{ dbt.type_string() }}) as lettering_code,
        cast(null as date) as lettered_on,
        cast(null as {{ dbt.type_string() }}) as currency_code,
        cast(null as decimal(18, 2)) as document_amount
    from journal_lines
    full join journal_entries
        on journal_lines.entry_id = journal_entries.entry_id
    left join customers
        on journal_lines.customer_id = customers.customer_id
)

select * from final
