{{ config(enabled=var('odoo_sources', []) | length > 0) }}
-- depends_on: {{ ref('fct_sales_lines') }}
{#- The fact is not held up: the other laws still say what is wrong with it. -#}

-- No line of an invoice or credit note is lost or doubled on its way from an Odoo to a sales line,
-- and none changes by a cent in the currency of its books: what remains of a document's journal
-- lines, without taxes, terms and down-payments, is what its sales lines bear. Offenders are the
-- documents.
with journal_entries as (
    select * from {{ ref('stg_odoo__journal_entries') }}
),

journal_lines as (
    select * from {{ ref('stg_odoo__journal_lines') }}
),

order_lines as (
    select * from {{ ref('stg_odoo__sales_order_lines') }}
),

sales_lines as (
    select * from {{ ref('int_sales_lines__mapped_from_odoo') }}
),

staged as (
    select
        journal_lines.source_name,
        cast(journal_lines.journal_line_id as {{ dbt.type_string() }}) as line_number,
        journal_lines.credit_amount - journal_lines.debit_amount as amount
    from journal_lines
    inner join journal_entries
        on journal_lines.source_name = journal_entries.source_name
        and journal_lines.entry_id = journal_entries.entry_id
    left join order_lines
        on journal_lines.source_name = order_lines.source_name
        and journal_lines.order_line_id = order_lines.order_line_id
    where journal_entries.status = 'posted'
        and journal_entries.entry_type in ('out_invoice', 'out_refund', 'out_receipt')
        and journal_lines.line_type = 'product'
        and not journal_lines.is_down_payment
        and not coalesce(order_lines.is_down_payment, false)
),

mapped as (
    select
        source_name,
        line_number,
        min(document_number) as document_number,
        count(*) as line_count,
        sum(ledger_amount) as amount
    from sales_lines
    group by source_name, line_number
),

final as (
    select
        coalesce(staged.source_name, mapped.source_name) as source_name,
        mapped.document_number,
        coalesce(staged.line_number, mapped.line_number) as line_number,
        staged.amount as staged_amount,
        mapped.amount as mapped_amount,
        coalesce(mapped.line_count, 0) as mapped_line_count
    from staged
    full join mapped
        on staged.source_name = mapped.source_name
        and staged.line_number = mapped.line_number
    where staged.amount is distinct from mapped.amount
        or mapped.line_count is distinct from 1
)

select * from final
