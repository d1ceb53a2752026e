{#- The fact holds what staging received, to the cent and to the line: per source, the signed sums
    of the staged models that its manifest names against the fact. Offenders are sources with a
    gap. -#}
{%- set totals = var('staged_totals', []) | selectattr('entity', 'equalto', 'sales_lines') | list %}
with staged_lines as (
    {%- for total in totals %}
    select
        '{{ affluent.source_of(total["model"]) }}' as source_name,
        cast(count(*) as decimal(38, 0)) as line_count,
        coalesce(cast(sum({{ total["sum"] }}) as decimal(38, 2)), 0) as amount
    from {{ ref(total["model"]) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- else %}
    select
        cast(null as {{ dbt.type_string() }}) as source_name,
        cast(null as decimal(38, 0)) as line_count,
        cast(null as decimal(38, 2)) as amount
    where 1 = 0
    {%- endfor %}
),

staged as (
    select
        source_name,
        sum(line_count) as line_count,
        sum(amount) as amount
    from staged_lines
    group by source_name
),

sales_lines as (
    select * from {{ ref('fct_sales_lines') }}
),

-- Only sources that declare a total can be held to it.
facts as (
    select
        source_name,
        count(*) as line_count,
        sum(revenue_amount_base) as amount
    from sales_lines
    group by source_name
),

final as (
    select
        staged.source_name,
        staged.line_count as staged_line_count,
        coalesce(facts.line_count, 0) as fact_line_count,
        staged.amount as staged_amount,
        coalesce(facts.amount, 0) as fact_amount,
        coalesce(facts.amount, 0) - staged.amount as gap_amount
    from staged
    left join facts
        on staged.source_name = facts.source_name
    where coalesce(facts.amount, 0) <> staged.amount
        or coalesce(facts.line_count, 0) <> staged.line_count
)

select * from final
