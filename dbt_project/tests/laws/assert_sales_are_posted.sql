{{ config(enabled='operations' in var('sources', [])) }}

-- Every invoice and credit note of the operational store stands in its ledger, with the amount of
-- its lines: a document whose entry has vanished is as wrong as one that does not balance.
-- Offenders are the documents, with what is posted to sales (707) of them.
with sales_lines as (
    select * from {{ ref('fct_sales_lines') }}
),

journal_lines as (
    select * from {{ ref('int_journal_lines__unioned') }}
),

documents as (
    select
        document_number,
        sum(revenue_amount_base) as revenue_amount
    from sales_lines
    where source_name = 'operations'
    group by document_number
),

posted as (
    select
        document_number,
        sum(credit_amount - debit_amount) as posted_amount
    from journal_lines
    where source_name = 'operations'
        and account_code like '707%'
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
