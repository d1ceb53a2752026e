-- Nothing is posted more than a month after the company's day: what undoes a closing stands on the
-- next first day, an invoice of 2062 is a mistake that every figure to date would lack. Offenders
-- are the documents.
with journal_lines as (
    select * from {{ ref('fct_journal_lines') }}
),

sales_lines as (
    select * from {{ ref('fct_sales_lines') }}
),

documents as (
    select
        source_name,
        'journal_entry' as document_type,
        entry_number,
        document_number,
        posted_on
    from journal_lines
    union all
    select
        source_name,
        document_type,
        cast(null as {{ dbt.type_string() }}) as entry_number,
        document_number,
        posted_on
    from sales_lines
),

final as (
    select distinct
        source_name,
        document_type,
        entry_number,
        document_number,
        posted_on
    from documents
    where posted_on > cast({{ dbt.dateadd('day', 31, affluent.as_of()) }} as date)
)

select * from final
