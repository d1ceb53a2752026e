with states as (
    select * from {{ ref('fct_opportunity_states') }}
),

dates as (
    select * from {{ ref('dim_dates') }}
),

-- Months and quarters that have begun.
periods as (
    select distinct
        'month' as period_type,
        month_start_on as period_start_on,
        {{ affluent.month_end('month_start_on') }} as period_end_on
    from dates
    where month_start_on <= {{ affluent.as_of() }}
    union all
    select distinct
        'quarter' as period_type,
        quarter_start_on as period_start_on,
        cast({{ dbt.dateadd('day', -1, dbt.dateadd('month', 3, 'quarter_start_on')) }} as date)
            as period_end_on
    from dates
    where quarter_start_on <= {{ affluent.as_of() }}
),

-- What was known of a deal on the eve of a period, at its first day in it, and at its end.
at_end as (
    select
        periods.period_type,
        periods.period_start_on,
        periods.period_end_on,
        states.*
    from periods
    inner join states
        on periods.period_end_on >= states.valid_from_on
        and periods.period_end_on <= states.valid_to_on
),

at_eve as (
    select
        periods.period_type,
        periods.period_start_on,
        states.opportunity_key,
        states.status,
        states.amount_base,
        states.expected_close_on
    from periods
    inner join states
        on periods.period_start_on > states.valid_from_on
        and periods.period_start_on <= {{ dbt.dateadd('day', 1, 'states.valid_to_on') }}
),

first_states as (
    select
        opportunity_key,
        valid_from_on as found_on,
        amount_base as found_amount
    from (
        select
            opportunity_key,
            valid_from_on,
            amount_base,
            row_number() over (partition by opportunity_key order by valid_from_on) as place
        from states
    ) as placed
    where place = 1
),

compared as (
    select
        at_end.period_type,
        at_end.period_start_on,
        at_end.period_end_on,
        at_end.opportunity_key,
        at_end.opportunity_number,
        at_end.source_name,
        at_end.customer_key,
        at_end.product_key,
        at_end.seller_name,
        at_end.seller_team,
        at_end.status,
        at_end.currency_code,
        coalesce(at_end.amount_base, 0) as end_amount,
        coalesce(at_eve.amount_base, 0) as eve_amount,
        coalesce(first_states.found_amount, 0) as found_amount,
        at_eve.opportunity_key is null as is_found,
        at_eve.status = 'open'
        and at_eve.expected_close_on >= at_end.period_start_on
        and at_eve.expected_close_on <= at_end.period_end_on as is_in_opening,
        at_end.status = 'open'
        and at_end.expected_close_on >= at_end.period_start_on
        and at_end.expected_close_on <= at_end.period_end_on as is_in_closing,
        at_end.status <> 'open'
        and at_end.valid_from_on >= at_end.period_start_on as is_decided,
        at_eve.status = 'open' as is_open_before
    from at_end
    left join at_eve
        on at_end.period_type = at_eve.period_type
        and at_end.period_start_on = at_eve.period_start_on
        and at_end.opportunity_key = at_eve.opportunity_key
    left join first_states
        on at_end.opportunity_key = first_states.opportunity_key
),

-- By which door a deal came into the period's pipeline.
entered as (
    select
        *,
        case
            when coalesce(is_in_opening, false) then 'opening'
            when not (coalesce(is_in_closing, false) or is_decided) then 'apart'
            when is_found then 'new'
            when is_open_before then 'pulled in'
            else 'reopened'
        end as door
    from compared
),

begun as (
    select
        *,
        case door
            when 'new' then found_amount
            when 'reopened' then end_amount
            else eve_amount
        end as begin_amount
    from entered
    where door <> 'apart'
),

final as (
    select
        {{ affluent.surrogate_key(['period_type', 'period_start_on', 'opportunity_key']) }}
            as waterfall_key,
        period_type,
        period_start_on,
        period_end_on,
        opportunity_key,
        opportunity_number,
        source_name,
        customer_key,
        product_key,
        seller_name,
        seller_team,
        cast(case when door = 'opening' then begin_amount else 0 end as decimal(18, 2))
            as opening_amount_base,
        cast(case when door = 'new' then begin_amount else 0 end as decimal(18, 2))
            as new_amount_base,
        cast(case when door = 'reopened' then begin_amount else 0 end as decimal(18, 2))
            as reopened_amount_base,
        cast(case when door = 'pulled in' then begin_amount else 0 end as decimal(18, 2))
            as pulled_in_amount_base,
        cast(greatest(end_amount - begin_amount, 0) as decimal(18, 2)) as up_amount_base,
        cast(greatest(begin_amount - end_amount, 0) as decimal(18, 2)) as down_amount_base,
        cast(case
            when status = 'open' and not coalesce(is_in_closing, false) then end_amount else 0
        end as decimal(18, 2)) as pushed_out_amount_base,
        cast(case when status = 'won' then end_amount else 0 end as decimal(18, 2))
            as won_amount_base,
        cast(case when status = 'lost' then end_amount else 0 end as decimal(18, 2))
            as lost_amount_base,
        cast(case when status = 'deleted' then end_amount else 0 end as decimal(18, 2))
            as deleted_amount_base,
        cast(case when coalesce(is_in_closing, false) then end_amount else 0 end as decimal(18, 2))
            as closing_amount_base,
        currency_code
    from begun
)

select * from final
