{{ config(enabled='operations' in var('sources', [])) }}
-- depends_on: {{ ref('fct_sales_lines') }}
{#- The fact is not held up: the other laws still say what is wrong with it. -#}

-- Every invoice and credit note of the operational store stands in its ledger, with the amount of
-- its lines in the currency of the books: a document whose entry has vanished is as wrong as one
-- that does not balance. Offenders are the documents, with what is posted to sales (70, but for
-- rebates, 709) of them.
with sales_lines as (
    select * from {{ ref('int_sales_lines__mapped_from_operations') }}
),

journal_lines as (
    select * from {{ ref('int_journal_lines__unioned') }}
),

documents as (
    select
        document_number,
        sum(ledger_amount) as revenue_amount
    from sales_lines
    group by document_number
),

posted as (
    select
        document_number,
        sum(credit_amount - debit_amount) as posted_amount
    from journal_lines
    where source_name = 'operations'
        and account_code like '70%'
        and account_code not like '709%'
    group by document_number
),

final as (
    select
        documents.document_number,
        documents.revenue_amount,
        coalesce(posted.posted_amount, 0) as posted_amount,
        coalesce(posted.posted_amount, 0) - documents.revenue_amount as gap_amount
    from documents
    left join posted
        on documents.document_number = posted.document_number
    where coalesce(posted.posted_amount, 0) <> documents.revenue_amount
)

select * from final
