{#- The ledger's fact holds every line that staging received, to the cent. Offenders are sources
    with a gap. -#}
{%- set fec = var('fec_sources', []) | length > 0 %}
{%- set odoo = var('odoo_sources', []) | length > 0 %}
{%- set operations = 'operations' in var('sources', []) %}
with lines as (
    {%- if fec %}
    select
        source_name,
        debit_amount,
        credit_amount
    from {{ ref('stg_fec__lines') }}
    union all
    {%- endif %}
    {%- if odoo %}
    select
        journal_lines.source_name,
        journal_lines.debit_amount,
        journal_lines.credit_amount
    from {{ ref('stg_odoo__journal_lines') }} as journal_lines
    inner join {{ ref('stg_odoo__journal_entries') }} as journal_entries
        on journal_lines.source_name = journal_entries.source_name
        and journal_lines.entry_id = journal_entries.entry_id
    where journal_entries.status = 'posted'
        and coalesce(journal_lines.line_type, '')
        not in ('line_section', 'line_subsection', 'line_note')
    union all
    {%- endif %}
    {%- if operations %}
    select
        'operations' as source_name,
        debit_amount,
        credit_amount
    from {{ ref('stg_operations__journal_lines') }}
    union all
    {%- endif %}
    select
        cast(null as {{ dbt.type_string() }}) as source_name,
        cast(null as decimal(18, 2)) as debit_amount,
        cast(null as decimal(18, 2)) as credit_amount
    where 1 = 0
),

journal_lines as (
    select * from {{ ref('fct_journal_lines') }}
),

staged as (
    select
        source_name,
        count(*) as line_count,
        sum(debit_amount) as debit_amount,
        sum(credit_amount) as credit_amount
    from lines
    group by source_name
),

facts as (
    select
        source_name,
        count(*) as line_count,
        sum(debit_amount) as debit_amount,
        sum(credit_amount) as credit_amount
    from journal_lines
    group by source_name
),

final as (
    select
        staged.source_name,
        staged.line_count as staged_line_count,
        coalesce(facts.line_count, 0) as fact_line_count,
        staged.debit_amount as staged_debit_amount,
        coalesce(facts.debit_amount, 0) as fact_debit_amount,
        staged.credit_amount as staged_credit_amount,
        coalesce(facts.credit_amount, 0) as fact_credit_amount
    from staged
    left join facts
        on staged.source_name = facts.source_name
    where coalesce(facts.line_count, 0) <> staged.line_count
        or coalesce(facts.debit_amount, 0) <> staged.debit_amount
        or coalesce(facts.credit_amount, 0) <> staged.credit_amount
)

select * from final
