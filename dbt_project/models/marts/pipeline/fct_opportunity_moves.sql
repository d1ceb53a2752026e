with states as (
    select * from {{ ref('fct_opportunity_states') }}
),

entered as (
    select
        *,
        valid_from_on as moved_on,
        1 as deal_count
    from states
    where status = 'open'
),

-- What was open leaves on the day on which something else is said of it, and enters anew that day
-- if it is open still.
left_again as (
    select
        *,
        {{ dbt.dateadd('day', 1, 'valid_to_on') }} as moved_on,
        -1 as deal_count
    from states
    where status = 'open'
        and valid_to_on < cast('9999-12-31' as date)
),

moves as (
    select * from entered
    union all
    select * from left_again
),

final as (
    select
        {{ affluent.surrogate_key(['opportunity_state_key', 'deal_count']) }} as opportunity_move_key,
        cast(moved_on as date) as moved_on,
        opportunity_key,
        opportunity_number,
        source_name,
        customer_key,
        product_key,
        seller_name,
        seller_team,
        stage,
        forecast_category,
        expected_close_on,
        cast(deal_count as integer) as deal_count,
        cast(deal_count * amount_base as decimal(18, 2)) as amount_base,
        cast(deal_count * {{ affluent.mul_money('amount_base', 'probability') }} as decimal(18, 2))
            as weighted_amount_base,
        currency_code
    from moves
)

select * from final
