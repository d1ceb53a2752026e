with balances as (
    select * from {{ ref('fct_stock_balances') }}
),

stock_moves as (
    select * from {{ ref('fct_stock_moves') }}
),

sales_lines as (
    select * from {{ ref('fct_sales_lines') }}
),

cost_events as (
    select * from {{ ref('fct_cost_events') }}
),

items as (
    select
        source_name,
        company_code,
        product_key,
        min(valid_from_on) as first_on
    from balances
    where valid_from_on <= {{ affluent.as_of() }}
    group by source_name, company_code, product_key
),

span as (
    select
        {{ affluent.month_start('min(first_on)') }} as first_on,
        {{ affluent.as_of() }} as last_on
    from items
),

days as (
    {{ affluent.days_table('span', 'first_on', 'last_on') }}
),

months as (
    select distinct {{ affluent.month_start('date_day') }} as month_start_on
    from days
),

item_months as (
    select
        items.source_name,
        items.company_code,
        items.product_key,
        months.month_start_on,
        greatest(months.month_start_on, items.first_on) as starts_on,
        least({{ affluent.month_end('months.month_start_on') }}, {{ affluent.as_of() }})
            as stood_on
    from items
    inner join months
        on {{ affluent.month_start('items.first_on') }} <= months.month_start_on
),

-- A day counts with what lay there at its end, also a day on which nothing moved.
held as (
    select
        item_months.source_name,
        item_months.company_code,
        item_months.product_key,
        item_months.month_start_on,
        item_months.starts_on,
        item_months.stood_on,
        sum(
            balances.value_amount_base * (
                {{ affluent.days_between(
                    'greatest(balances.valid_from_on, item_months.starts_on)',
                    'least(balances.valid_to_on, item_months.stood_on)'
                ) }} + 1
            )
        ) as value_days,
        sum(case when balances.valid_to_on >= item_months.stood_on then balances.quantity else 0 end)
            as quantity,
        sum(
            case
                when balances.valid_to_on >= item_months.stood_on then balances.value_amount_base
                else 0
            end
        ) as value_base
    from item_months
    inner join balances
        on item_months.source_name = balances.source_name
        and item_months.company_code = balances.company_code
        and item_months.product_key = balances.product_key
        and item_months.starts_on <= balances.valid_to_on
        and item_months.stood_on >= balances.valid_from_on
    group by
        item_months.source_name,
        item_months.company_code,
        item_months.product_key,
        item_months.month_start_on,
        item_months.starts_on,
        item_months.stood_on
),

-- What was sold or used up, less what came back; a transfer is no issue.
moved as (
    select
        source_name,
        company_code,
        product_key,
        {{ affluent.month_start('moved_on') }} as month_start_on,
        -sum(case
            when move_kind in ('sale_issue', 'customer_return', 'consumption', 'component_return')
                then amount_base
            else 0
        end) as issued_amount,
        -sum(case when move_kind in ('adjustment', 'scrap') then amount_base else 0 end)
            as lost_amount
    from stock_moves
    where ownership = 'own'
        and moved_on <= {{ affluent.as_of() }}
    group by source_name, company_code, product_key, {{ affluent.month_start('moved_on') }}
),

-- Revenue less cost, less what goods that had left turned out to cost more.
margins as (
    select
        source_name,
        company_code,
        product_key,
        posted_on,
        gross_margin_amount_base as margin_amount
    from sales_lines
    union all
    select
        source_name,
        company_code,
        product_key,
        posted_on,
        -amount_base as margin_amount
    from cost_events
    where component in ('landed', 'purchase_price')
),

earned as (
    select
        source_name,
        company_code,
        product_key,
        {{ affluent.month_start('posted_on') }} as month_start_on,
        sum(margin_amount) as margin_amount
    from margins
    where posted_on <= {{ affluent.as_of() }}
    group by source_name, company_code, product_key, {{ affluent.month_start('posted_on') }}
),

joined as (
    select
        held.*,
        {{ affluent.days_between('held.starts_on', 'held.stood_on') }} + 1 as day_count,
        coalesce(moved.issued_amount, 0) as issued_amount,
        coalesce(moved.lost_amount, 0) as lost_amount,
        coalesce(earned.margin_amount, 0) as margin_amount
    from held
    left join moved
        on held.source_name = moved.source_name
        and held.company_code = moved.company_code
        and held.product_key = moved.product_key
        and held.month_start_on = moved.month_start_on
    left join earned
        on held.source_name = earned.source_name
        and held.company_code = earned.company_code
        and held.product_key = earned.product_key
        and held.month_start_on = earned.month_start_on
),

of_the_year as (
    select
        *,
        sum(value_days) over year as year_value_days,
        sum(day_count) over year as year_day_count,
        sum(issued_amount) over year as year_issued_amount,
        sum(lost_amount) over year as year_lost_amount,
        sum(margin_amount) over year as year_margin_amount
    from joined
    window year as (
        partition by source_name, company_code, product_key
        order by month_start_on
        rows between 11 preceding and current row
    )
),

final as (
    select
        {{ affluent.surrogate_key(['source_name', 'company_code', 'product_key', 'month_start_on']) }}
            as stock_month_key,
        month_start_on,
        stood_on,
        source_name,
        company_code,
        product_key,
        cast(quantity as decimal(18, 4)) as quantity,
        cast(value_base as decimal(18, 2)) as value_amount_base,
        cast(value_days as decimal(28, 2)) as value_days_amount_base,
        cast(day_count as integer) as day_count,
        cast(issued_amount as decimal(18, 2)) as issued_amount_base,
        cast(lost_amount as decimal(18, 2)) as lost_amount_base,
        cast(year_day_count as integer) as year_day_count,
        year_day_count < 365 as is_annualised,
        {{ affluent.div_money('year_value_days', 'year_day_count', scale=8) }}
            as year_average_value_base,
        -- What is younger than a year is taken to go on as it began.
        {{ affluent.div_money(
            'year_issued_amount * 365', 'least(year_day_count, 365)', scale=8
        ) }} as year_issued_amount_base,
        {{ affluent.div_money(
            'year_lost_amount * 365', 'least(year_day_count, 365)', scale=8
        ) }} as year_lost_amount_base,
        {{ affluent.div_money(
            'year_margin_amount * 365', 'least(year_day_count, 365)', scale=8
        ) }} as year_margin_amount_base
    from of_the_year
)

select * from final
