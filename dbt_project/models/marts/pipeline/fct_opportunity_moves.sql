with opportunities as (
    select * from {{ ref('fct_opportunities') }}
),

-- A deal whose creation date nobody wrote down enters on the company's day.
entered as (
    select
        *,
        coalesce(created_on, {{ affluent.as_of() }}) as moved_on,
        1 as deal_count
    from opportunities
    where status = 'open'
        or (created_on is not null and closed_on is not null)
),

-- What is decided on a day is not open any more at its end.
left_again as (
    select
        *,
        closed_on as moved_on,
        -1 as deal_count
    from opportunities
    where status <> 'open'
        and created_on is not null
        and closed_on is not null
),

moves as (
    select * from entered
    union all
    select * from left_again
),

final as (
    select
        {{ affluent.surrogate_key(['opportunity_key', 'deal_count']) }} as opportunity_move_key,
        moved_on,
        opportunity_key,
        source_name,
        customer_key,
        product_key,
        seller_name,
        seller_team,
        stage,
        cast(deal_count as integer) as deal_count,
        cast(deal_count * amount_base as decimal(18, 2)) as amount_base,
        cast(deal_count * {{ affluent.mul_money('amount_base', 'probability') }} as decimal(18, 2))
            as weighted_amount_base,
        currency_code
    from moves
)

select * from final
