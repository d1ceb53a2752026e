-- The parts of the margin's mart are the whole of its facts, to the cent: revenue and cost of the
-- sales lines, late and selling costs of the cost events. Offenders are amounts with a gap.
with margins as (
    select * from {{ ref('mart_margin') }}
),

sales_lines as (
    select * from {{ ref('fct_sales_lines') }}
),

cost_events as (
    select * from {{ ref('fct_cost_events') }}
),

in_mart as (
    select
        coalesce(sum(revenue_amount_base), 0) as revenue,
        coalesce(sum(cost_amount_base), 0) as cost,
        coalesce(sum(landed_cost_amount_base + selling_cost_amount_base), 0) as later_cost
    from margins
),

in_sales_lines as (
    select
        coalesce(sum(revenue_amount_base), 0) as revenue,
        coalesce(sum(cost_amount_base), 0) as cost
    from sales_lines
),

in_cost_events as (
    select coalesce(sum(amount_base), 0) as later_cost
    from cost_events
),

amounts as (
    select
        'revenue' as amount_name,
        in_mart.revenue as mart_amount,
        in_sales_lines.revenue as fact_amount
    from in_mart
    cross join in_sales_lines
    union all
    select
        'cost' as amount_name,
        in_mart.cost as mart_amount,
        in_sales_lines.cost as fact_amount
    from in_mart
    cross join in_sales_lines
    union all
    select
        'later cost' as amount_name,
        in_mart.later_cost as mart_amount,
        in_cost_events.later_cost as fact_amount
    from in_mart
    cross join in_cost_events
),

final as (
    select
        amount_name,
        mart_amount,
        fact_amount,
        mart_amount - fact_amount as gap_amount
    from amounts
    where mart_amount <> fact_amount
)

select * from final
