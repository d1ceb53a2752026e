-- The parts of the bridge are the whole change of the gross margin, to the cent: of each month of
-- the bridge, what the sales lines and the landed costs earned in it less what they earned in the
-- month compared with. Offenders are the months.
with bridge as (
    select * from {{ ref('mart_margin_bridge') }}
),

sales_lines as (
    select * from {{ ref('fct_sales_lines') }}
),

cost_events as (
    select * from {{ ref('fct_cost_events') }}
),

earned as (
    select
        {{ affluent.month_start('posted_on') }} as month_start_on,
        sum(revenue_amount_base - cost_amount_base) as amount
    from sales_lines
    where posted_on <= {{ affluent.as_of() }}
    group by {{ affluent.month_start('posted_on') }}
    union all
    select
        {{ affluent.month_start('posted_on') }} as month_start_on,
        -sum(amount_base) as amount
    from cost_events
    where component in ('landed', 'purchase_price')
        and posted_on <= {{ affluent.as_of() }}
    group by {{ affluent.month_start('posted_on') }}
),

by_month as (
    select
        month_start_on,
        sum(amount) as margin
    from earned
    group by month_start_on
),

explained as (
    select
        compared_with,
        month_start_on,
        cast({{ dbt.dateadd('month', -1, 'month_start_on') }} as date) as month_before_on,
        cast({{ dbt.dateadd('year', -1, 'month_start_on') }} as date) as year_before_on,
        sum(
            price_effect_amount_base + volume_effect_amount_base + mix_effect_amount_base
            + cost_effect_amount_base + fx_effect_amount_base + new_effect_amount_base
            + lost_effect_amount_base + other_effect_amount_base + landed_cost_effect_amount_base
        ) as explained_amount
    from bridge
    group by compared_with, month_start_on
),

final as (
    select
        explained.compared_with,
        explained.month_start_on,
        coalesce(before_it.margin, 0) as margin_before,
        coalesce(in_it.margin, 0) as margin_after,
        explained.explained_amount,
        explained.explained_amount - coalesce(in_it.margin, 0) + coalesce(before_it.margin, 0)
            as gap_amount
    from explained
    left join by_month as in_it
        on explained.month_start_on = in_it.month_start_on
    left join by_month as before_it
        on before_it.month_start_on = case explained.compared_with
            when 'previous_month' then explained.month_before_on
            else explained.year_before_on
        end
    where explained.explained_amount
        <> coalesce(in_it.margin, 0) - coalesce(before_it.margin, 0)
)

select * from final
