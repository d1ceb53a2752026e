with production_steps as (
    select * from {{ ref('int_production_steps__unioned') }}
),

production_orders as (
    select * from {{ ref('int_production_orders__unioned') }}
),

production_events as (
    select * from {{ ref('int_production_events__unioned') }}
),

dates as (
    select * from {{ ref('dim_dates') }}
),

work_centres as (
    select
        source_name,
        company_code,
        work_centre_code,
        max(work_centre_name) as work_centre_name,
        max(hours_per_day) as hours_per_day
    from production_steps
    where work_centre_code is not null
    group by source_name, company_code, work_centre_code
),

-- What an order needs is a load of the month in which it should begin.
loads as (
    select
        production_steps.source_name,
        production_steps.company_code,
        production_steps.work_centre_code,
        {{ affluent.month_start('production_orders.start_on') }} as month_start_on,
        production_steps.planned_hours,
        cast(0 as decimal(18, 6)) as worked_hours
    from production_steps
    inner join production_orders
        on production_steps.source_name = production_orders.source_name
        and production_steps.company_code = production_orders.company_code
        and production_steps.order_number = production_orders.order_number
    where production_orders.status <> 'cancelled'
    union all
    select
        source_name,
        company_code,
        work_centre_code,
        {{ affluent.month_start('happened_on') }} as month_start_on,
        cast(0 as decimal(18, 6)) as planned_hours,
        hours as worked_hours
    from production_events
    where event_kind = 'work'
),

loaded as (
    select
        source_name,
        company_code,
        work_centre_code,
        month_start_on,
        sum(planned_hours) as planned_hours,
        sum(worked_hours) as worked_hours
    from loads
    group by source_name, company_code, work_centre_code, month_start_on
),

-- A place can work from the month in which it first had something to do.
opened as (
    select
        source_name,
        company_code,
        work_centre_code,
        min(month_start_on) as first_month_on,
        greatest(max(month_start_on), {{ affluent.month_start(affluent.as_of()) }})
            as last_month_on
    from loaded
    group by source_name, company_code, work_centre_code
),

months as (
    select
        month_start_on,
        count(*) as working_day_count
    from dates
    where is_working_day
    group by month_start_on
),

final as (
    select
        {{ affluent.surrogate_key([
            'opened.source_name', 'opened.company_code', 'opened.work_centre_code',
            'months.month_start_on'
        ]) }} as work_centre_month_key,
        months.month_start_on,
        opened.source_name,
        opened.company_code,
        opened.work_centre_code,
        work_centres.work_centre_name,
        cast(months.working_day_count as integer) as working_day_count,
        cast(months.working_day_count * work_centres.hours_per_day as decimal(18, 4))
            as capacity_hours,
        cast(coalesce(loaded.planned_hours, 0) as decimal(18, 6)) as planned_hours,
        cast(coalesce(loaded.worked_hours, 0) as decimal(18, 6)) as worked_hours
    from opened
    inner join months
        on opened.first_month_on <= months.month_start_on
        and opened.last_month_on >= months.month_start_on
    left join work_centres
        on opened.source_name = work_centres.source_name
        and opened.company_code = work_centres.company_code
        and opened.work_centre_code = work_centres.work_centre_code
    left join loaded
        on opened.source_name = loaded.source_name
        and opened.company_code = loaded.company_code
        and opened.work_centre_code = loaded.work_centre_code
        and months.month_start_on = loaded.month_start_on
)

select * from final
