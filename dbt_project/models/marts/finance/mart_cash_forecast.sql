{#- Thirteen weeks: what treasurers plan by; what is expected later is one more row. -#}
{%- set week_of = "cast(" ~ dbt.date_trunc('week', affluent.as_of()) ~ " as date)" %}
{%- set last_on = "cast(" ~ dbt.dateadd('day', 90, week_of) ~ " as date)" %}
with expected_cash as (
    select * from {{ ref('fct_expected_cash') }}
),

balance_moves as (
    select * from {{ ref('fct_balance_moves') }}
    where moved_on <= {{ affluent.as_of() }}
        and substr(account_code, 1, 2) in ('51', '53', '54')
),

span as (
    select
        {{ week_of }} as first_on,
        {{ last_on }} as last_on
),

days as (
    {{ affluent.days_table('span', 'first_on', 'last_on') }}
),

weeks as (
    select distinct cast({{ dbt.date_trunc('week', 'date_day') }} as date) as week_start_on
    from days
    union all
    select cast({{ dbt.dateadd('day', 91, week_of) }} as date) as week_start_on
),

opening as (
    select
        source_name,
        company_code,
        sum(amount_base) as opening_amount_base
    from balance_moves
    group by source_name, company_code
),

placed as (
    select
        source_name,
        company_code,
        item_type,
        amount_base,
        least(
            cast({{ dbt.date_trunc('week', 'expected_on') }} as date),
            cast({{ dbt.dateadd('day', 91, week_of) }} as date)
        ) as week_start_on
    from expected_cash
),

weekly as (
    select
        source_name,
        company_code,
        week_start_on,
        sum(case when item_type = 'receivable' then amount_base else 0 end) as in_amount_base,
        sum(case when item_type = 'payable' then amount_base else 0 end) as out_amount_base
    from placed
    group by source_name, company_code, week_start_on
),

companies as (
    select
        source_name,
        company_code
    from opening
    union
    select
        source_name,
        company_code
    from weekly
),

held as (
    select
        companies.source_name,
        companies.company_code,
        weeks.week_start_on,
        coalesce(opening.opening_amount_base, 0) as opening_amount_base,
        coalesce(weekly.in_amount_base, 0) as in_amount_base,
        coalesce(weekly.out_amount_base, 0) as out_amount_base
    from companies
    cross join weeks
    left join opening
        on companies.source_name = opening.source_name
        and companies.company_code = opening.company_code
    left join weekly
        on companies.source_name = weekly.source_name
        and companies.company_code = weekly.company_code
        and weeks.week_start_on = weekly.week_start_on
),

running as (
    select
        *,
        opening_amount_base + sum(in_amount_base + out_amount_base) over (
            partition by source_name, company_code
            order by week_start_on
            rows between unbounded preceding and current row
        ) as closing_amount_base
    from held
),

final as (
    select
        {{ affluent.surrogate_key(['source_name', 'company_code', 'week_start_on']) }}
            as cash_forecast_key,
        source_name,
        company_code,
        week_start_on,
        week_start_on > {{ last_on }} as is_later,
        cast(closing_amount_base - in_amount_base - out_amount_base as decimal(18, 2))
            as opening_amount_base,
        cast(in_amount_base as decimal(18, 2)) as in_amount_base,
        cast(out_amount_base as decimal(18, 2)) as out_amount_base,
        cast(closing_amount_base as decimal(18, 2)) as closing_amount_base
    from running
)

select * from final
