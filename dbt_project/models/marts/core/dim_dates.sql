{%- set first_month = var('fiscal_year_start') | int %}
with sales_lines as (
    select * from {{ ref('fct_sales_lines') }}
),

opportunities as (
    select * from {{ ref('fct_opportunities') }}
),

journal_lines as (
    select * from {{ ref('int_journal_lines__unioned') }}
),

dates_met as (
    select ordered_on as met_on from sales_lines
    union all
    select posted_on as met_on from sales_lines
    union all
    select created_on as met_on from opportunities
    union all
    select expected_close_on as met_on from opportunities
    union all
    select closed_on as met_on from opportunities
    union all
    select posted_on as met_on from journal_lines
    union all
    select {{ affluent.as_of() }} as met_on
),

span as (
    select
        cast({{ dbt.date_trunc('year', 'min(met_on)') }} as date) as first_on,
        cast({{ dbt.last_day('max(met_on)', 'year') }} as date) as last_on
    from dates_met
),

days as (
    {{ affluent.days_table('span', 'first_on', 'last_on') }}
),

parts as (
    select
        date_day,
        cast({{ dbt.date_trunc('week', 'date_day') }} as date) as week_start_on,
        cast({{ dbt.date_trunc('month', 'date_day') }} as date) as month_start_on,
        cast({{ dbt.date_trunc('quarter', 'date_day') }} as date) as quarter_start_on,
        cast({{ dbt.date_trunc('year', 'date_day') }} as date) as year_start_on,
        cast(extract(year from date_day) as integer) as year_number,
        cast(extract(quarter from date_day) as integer) as quarter_number,
        cast(extract(month from date_day) as integer) as month_number
    from days
),

final as (
    select
        date_day,
        week_start_on,
        month_start_on,
        quarter_start_on,
        year_start_on,
        year_number,
        quarter_number,
        month_number,
        -- A fiscal year bears the number of the calendar year in which it ends.
        case
            when {{ first_month }} > 1 and month_number >= {{ first_month }} then year_number + 1
            else year_number
        end as fiscal_year,
        (month_number - {{ first_month }} + 12) % 12 + 1 as fiscal_month_number,
        {{ affluent.month_end('date_day') }} = date_day as is_month_end
    from parts
)

select * from final
