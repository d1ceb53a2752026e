{#- How far back sales must be counted until they make up what is owed: two years at most. -#}
with open_item_moves as (
    select * from {{ ref('fct_open_item_moves') }}
    where item_type = 'receivable'
),

open_items as (
    select * from {{ ref('fct_open_items') }}
    where item_type = 'receivable'
        and item_kind = 'invoice'
),

dates as (
    select * from {{ ref('dim_dates') }}
    where is_month_end
        and date_day <= {{ affluent.month_end(affluent.as_of()) }}
),

monthly_moves as (
    select
        source_name,
        company_code,
        {{ affluent.month_end('moved_on') }} as month_end_on,
        sum(amount_base) as amount_base
    from open_item_moves
    where moved_on <= {{ affluent.as_of() }}
    group by source_name, company_code, {{ affluent.month_end('moved_on') }}
),

monthly_sales as (
    select
        source_name,
        company_code,
        {{ affluent.month_end('opened_on') }} as month_end_on,
        sum(amount_base) as amount_base
    from open_items
    where opened_on <= {{ affluent.as_of() }}
    group by source_name, company_code, {{ affluent.month_end('opened_on') }}
),

companies as (
    select distinct
        source_name,
        company_code
    from monthly_moves
),

months as (
    select
        companies.source_name,
        companies.company_code,
        dates.date_day as month_end_on,
        dates.month_start_on,
        coalesce(monthly_sales.amount_base, 0) as sales_amount_base,
        sum(coalesce(monthly_moves.amount_base, 0)) over (
            partition by companies.source_name, companies.company_code
            order by dates.date_day
            rows between unbounded preceding and current row
        ) as receivable_amount_base
    from companies
    cross join dates
    left join monthly_moves
        on companies.source_name = monthly_moves.source_name
        and companies.company_code = monthly_moves.company_code
        and dates.date_day = monthly_moves.month_end_on
    left join monthly_sales
        on companies.source_name = monthly_sales.source_name
        and companies.company_code = monthly_sales.company_code
        and dates.date_day = monthly_sales.month_end_on
),

counted_back as (
    select
        months.source_name,
        months.company_code,
        months.month_end_on,
        months.receivable_amount_base,
        earlier.sales_amount_base,
        {{ affluent.days_between('earlier.month_start_on', 'earlier.month_end_on') }} + 1
            as day_count,
        coalesce(
            sum(earlier.sales_amount_base) over (
                partition by months.source_name, months.company_code, months.month_end_on
                order by earlier.month_end_on desc
                rows between unbounded preceding and 1 preceding
            ), 0
        ) as later_sales_amount_base
    from months
    inner join months as earlier
        on months.source_name = earlier.source_name
        and months.company_code = earlier.company_code
        and months.month_end_on >= earlier.month_end_on
        and cast({{ dbt.dateadd('month', -24, 'months.month_start_on') }} as date)
        < earlier.month_end_on
),

shares as (
    select
        *,
        case
            when receivable_amount_base <= later_sales_amount_base then 0
            when sales_amount_base <= receivable_amount_base - later_sales_amount_base
                then day_count
            else {{ affluent.in_proportion(
                'receivable_amount_base - later_sales_amount_base', 'day_count',
                'sales_amount_base'
            ) }}
        end as days
    from counted_back
),

days_of_sales as (
    select
        source_name,
        company_code,
        month_end_on,
        sum(days) as countback_days
    from shares
    group by source_name, company_code, month_end_on
),

final as (
    select
        {{ affluent.surrogate_key([
            'months.source_name', 'months.company_code', 'months.month_end_on'
        ]) }} as working_capital_key,
        months.source_name,
        months.company_code,
        months.month_end_on,
        cast(months.receivable_amount_base as decimal(18, 2)) as receivable_amount_base,
        cast(months.sales_amount_base as decimal(18, 2)) as sales_amount_base,
        cast(days_of_sales.countback_days as decimal(18, 2)) as countback_days,
        cast(months.receivable_amount_base * days_of_sales.countback_days as decimal(18, 2))
            as receivable_amount_days
    from months
    inner join days_of_sales
        on months.source_name = days_of_sales.source_name
        and months.company_code = days_of_sales.company_code
        and months.month_end_on = days_of_sales.month_end_on
)

select * from final
