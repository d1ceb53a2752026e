{#- A fiscal year has months of the calendar, or 52 or 53 whole weeks from the Monday nearest to the
    first day of its first month, in quarters of 13 weeks. -#}
{%- set first_month = var('fiscal_year_start') | int(1) %}
{%- set weeks = var('fiscal_weeks', none) %}
{%- set one, two = {'4-5-4': (4, 5), '5-4-4': (5, 4)}.get(weeks, (4, 4)) %}
with days as (
    select * from {{ ref('int_days__listed') }}
),

working_days as (
    select * from {{ ref('int_working_days__listed') }}
    where country_code = '{{ var("country") }}'
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

-- The week of a day is of the year in which its Thursday is (ISO 8601).
with_iso_years as (
    select
        *,
        cast(
            extract(year from {{ dbt.dateadd('day', 3, 'week_start_on') }}) as integer
        ) as iso_year_number
    from parts
),

calendar_years as (
    select distinct year_number
    from parts
),

years_met as (
    select year_number from calendar_years
    union
    select year_number - 1 as year_number from calendar_years
    union
    select year_number + 1 as year_number from calendar_years
),

-- A fiscal year bears the number of the calendar year in which it ends.
fiscal_years as (
    select
        year_number + {{ 1 if first_month > 1 else 0 }} as fiscal_year,
        {%- set first_on = "cast(cast(year_number as " ~ dbt.type_string() ~ ") || '-" ~ "%02d" % first_month ~ "-01' as date)" %}
        {%- if weeks %}
        cast(
            {{ dbt.date_trunc('week', dbt.dateadd('day', 3, first_on)) }} as date
        ) as fiscal_year_start_on
        {%- else %}
        {{ first_on }} as fiscal_year_start_on
        {%- endif %}
    from years_met
),

fiscal_spans as (
    select
        fiscal_year,
        fiscal_year_start_on,
        lead(fiscal_year_start_on) over (order by fiscal_year asc) as next_year_start_on
    from fiscal_years
),

placed as (
    select
        with_iso_years.*,
        fiscal_spans.fiscal_year,
        fiscal_spans.fiscal_year_start_on,
        {{ affluent.days_between('fiscal_spans.fiscal_year_start_on', 'with_iso_years.date_day') }}
        + 1 as fiscal_day_number
    from with_iso_years
    inner join fiscal_spans
        on with_iso_years.date_day >= fiscal_spans.fiscal_year_start_on
        and with_iso_years.date_day < fiscal_spans.next_year_start_on
),

-- What is left of a year of 53 weeks is of its last month.
in_quarters as (
    select
        *,
        cast(floor((fiscal_day_number - 1) / 7) as integer) + 1 as fiscal_week_number,
        {%- if weeks %}
        least(cast(floor((fiscal_day_number - 1) / 91) as integer), 3) + 1
            as fiscal_quarter_number
        {%- else %}
        cast(floor(((month_number - {{ first_month }} + 12) % 12) / 3) as integer) + 1
            as fiscal_quarter_number
        {%- endif %}
    from placed
),

in_months as (
    select
        *,
        {%- if weeks %}
        case
            when fiscal_week_number - 13 * (fiscal_quarter_number - 1) <= {{ one }} then 1
            when fiscal_week_number - 13 * (fiscal_quarter_number - 1) <= {{ one + two }} then 2
            else 3
        end + 3 * (fiscal_quarter_number - 1) as fiscal_month_number
        {%- else %}
        (month_number - {{ first_month }} + 12) % 12 + 1 as fiscal_month_number
        {%- endif %}
    from in_quarters
),

started as (
    select
        *,
        {%- if weeks %}
        cast(
            {{ dbt.dateadd('day', '91 * (fiscal_quarter_number - 1)', 'fiscal_year_start_on') }}
            as date
        ) as fiscal_quarter_start_on,
        cast(
            {{ dbt.dateadd(
                'day',
                '91 * (fiscal_quarter_number - 1) + 7 * case (fiscal_month_number - 1) % 3'
                ~ ' when 0 then 0 when 1 then ' ~ one ~ ' else ' ~ (one + two) ~ ' end',
                'fiscal_year_start_on'
            ) }} as date
        ) as fiscal_month_start_on
        {%- else %}
        cast(
            {{ dbt.dateadd('month', '3 * (fiscal_quarter_number - 1)', 'fiscal_year_start_on') }}
            as date
        ) as fiscal_quarter_start_on,
        month_start_on as fiscal_month_start_on
        {%- endif %}
    from in_months
),

as_of_day as (
    select
        fiscal_year as as_of_fiscal_year,
        fiscal_month_number as as_of_month_number,
        {{ affluent.days_between('fiscal_month_start_on', 'date_day') }} as as_of_day_of_month,
        date_day as as_of_on,
        case
            when {{ affluent.month_end('date_day') }} = date_day
                then cast({{ dbt.dateadd('month', -11, 'month_start_on') }} as date)
            else cast({{ dbt.dateadd('day', 1, dbt.dateadd('month', -12, 'date_day')) }} as date)
        end as rolling_from_on
    from started
    where date_day = {{ affluent.as_of() }}
),

flagged as (
    select
        started.*,
        {{ affluent.days_between('started.fiscal_month_start_on', 'started.date_day') }}
            as day_of_month,
        as_of_day.as_of_month_number,
        as_of_day.as_of_day_of_month,
        as_of_day.as_of_on,
        as_of_day.rolling_from_on
    from started
    cross join as_of_day
),

final as (
    select
        flagged.date_day,
        flagged.week_start_on,
        flagged.month_start_on,
        flagged.quarter_start_on,
        flagged.year_start_on,
        flagged.year_number,
        flagged.quarter_number,
        flagged.month_number,
        flagged.iso_year_number,
        -- Its Thursday's place in the year tells the week.
        cast(
            floor(
                (
                    extract(
                        dayofyear from {{ dbt.dateadd('day', 3, 'flagged.week_start_on') }}
                    ) - 1
                ) / 7
            ) as integer
        ) + 1 as iso_week_number,
        flagged.fiscal_year,
        flagged.fiscal_quarter_number,
        flagged.fiscal_month_number,
        flagged.fiscal_week_number,
        flagged.fiscal_year_start_on,
        flagged.fiscal_quarter_start_on,
        flagged.fiscal_month_start_on,
        {{ affluent.month_end('flagged.date_day') }} = flagged.date_day as is_month_end,
        working_days.is_working_day,
        working_days.holiday_name,
        flagged.date_day <= flagged.as_of_on as is_past,
        flagged.fiscal_month_number < flagged.as_of_month_number
        or (
            flagged.fiscal_month_number = flagged.as_of_month_number
            and flagged.day_of_month <= flagged.as_of_day_of_month
        ) as is_year_to_date,
        flagged.date_day >= flagged.rolling_from_on
        and flagged.date_day <= flagged.as_of_on as is_rolling_year
    from flagged
    inner join working_days
        on flagged.date_day = working_days.date_day
)

select * from final
