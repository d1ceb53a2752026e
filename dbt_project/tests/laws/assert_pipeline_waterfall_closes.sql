with waterfall as (
    select * from {{ ref('mart_pipeline_waterfall') }}
),

states as (
    select * from {{ ref('fct_opportunity_states') }}
),

told as (
    select
        period_type,
        period_start_on,
        period_end_on,
        sum(opening_amount_base) as opening_amount,
        sum(
            opening_amount_base + new_amount_base + reopened_amount_base + pulled_in_amount_base
            + up_amount_base - down_amount_base - pushed_out_amount_base - won_amount_base
            - lost_amount_base - deleted_amount_base
        ) as computed_amount,
        sum(closing_amount_base) as closing_amount
    from waterfall
    group by period_type, period_start_on, period_end_on
),

-- The same pipeline, asked of the states alone: what was open on the eve and at the end of the
-- period, and was expected to close in it.
asked as (
    select
        told.period_type,
        told.period_start_on,
        sum(case
            when told.period_start_on > states.valid_from_on
                and told.period_start_on <= {{ dbt.dateadd('day', 1, 'states.valid_to_on') }}
                then coalesce(states.amount_base, 0)
            else 0
        end) as opening_amount,
        sum(case
            when told.period_end_on >= states.valid_from_on
                and told.period_end_on <= states.valid_to_on
                then coalesce(states.amount_base, 0)
            else 0
        end) as closing_amount
    from told
    inner join states
        on told.period_start_on <= states.expected_close_on
        and told.period_end_on >= states.expected_close_on
    where states.status = 'open'
    group by told.period_type, told.period_start_on
)

select
    told.period_type,
    told.period_start_on,
    told.opening_amount,
    asked.opening_amount as opening_amount_of_states,
    told.computed_amount,
    told.closing_amount,
    asked.closing_amount as closing_amount_of_states
from told
left join asked
    on told.period_type = asked.period_type
    and told.period_start_on = asked.period_start_on
where told.computed_amount <> told.closing_amount
    or told.opening_amount <> coalesce(asked.opening_amount, 0)
    or told.closing_amount <> coalesce(asked.closing_amount, 0)
