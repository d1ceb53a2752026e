-- Amounts of two currencies are never added up: a sales line, an opportunity or a journal entry
-- that was not brought into the company's currency, for want of a rate of its day, is an offender.
with sales_lines as (
    select * from {{ ref('fct_sales_lines') }}
),

opportunities as (
    select * from {{ ref('fct_opportunities') }}
),

journal_lines as (
    select * from {{ ref('int_journal_lines__unioned') }}
),

documents as (
    select
        source_name,
        document_type,
        document_number,
        currency_code
    from sales_lines
    union all
    select
        source_name,
        'opportunity' as document_type,
        opportunity_id as document_number,
        currency_code
    from opportunities
    union all
    select
        source_name,
        'journal_entry' as document_type,
        entry_number as document_number,
        ledger_currency_code as currency_code
    from journal_lines
    where group_rate is null
        and ledger_currency_code is not null
),

final as (
    select distinct
        source_name,
        document_type,
        document_number,
        currency_code,
        '{{ var("currency") }}' as company_currency_code
    from documents
    where currency_code is distinct from '{{ var("currency") }}'
)

select * from final
