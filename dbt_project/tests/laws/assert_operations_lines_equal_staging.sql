{{ config(enabled='operations' in var('sources', [])) }}
-- depends_on: {{ ref('fct_sales_lines') }}
{#- The fact is not held up: the other laws still say what is wrong with it. -#}

-- No line of the operational store is lost or doubled on its way to a sales line, and none changes
-- by a cent in the currency of its books. Offenders are companies with a gap.
with invoices as (
    select * from {{ ref('stg_operations__invoices') }}
),

invoice_lines as (
    select * from {{ ref('stg_operations__invoice_lines') }}
),

credit_notes as (
    select * from {{ ref('stg_operations__credit_notes') }}
),

credit_note_lines as (
    select * from {{ ref('stg_operations__credit_note_lines') }}
),

sales_lines as (
    select * from {{ ref('int_sales_lines__mapped_from_operations') }}
),

staged_amounts as (
    select net_amount_base as amount
    from invoice_lines
    union all
    select -net_amount_base as amount
    from credit_note_lines
    union all
    select freight_amount_base as amount
    from invoices
    where freight_amount_base <> 0
    union all
    select -freight_amount_base as amount
    from credit_notes
    where freight_amount_base <> 0
),

staged as (
    select
        count(*) as line_count,
        coalesce(sum(amount), 0) as amount
    from staged_amounts
),

mapped as (
    select
        count(*) as line_count,
        coalesce(sum(ledger_amount), 0) as amount
    from sales_lines
),

final as (
    select
        staged.line_count as staged_line_count,
        mapped.line_count as mapped_line_count,
        staged.amount as staged_amount,
        mapped.amount as mapped_amount,
        mapped.amount - staged.amount as gap_amount
    from staged
    cross join mapped
    where staged.line_count <> mapped.line_count
        or staged.amount <> mapped.amount
)

select * from final
