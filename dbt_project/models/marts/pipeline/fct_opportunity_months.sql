with opportunities as (
    select * from {{ ref('fct_opportunities') }}
),

dates as (
    select * from {{ ref('dim_dates') }}
),

period_ends as (
    select date_day as open_on
    from dates
    where (is_month_end and date_day <= {{ affluent.as_of() }})
        or date_day = {{ affluent.as_of() }}
),

-- A deal whose creation date nobody wrote down stands open on the company's day only.
spans as (
    select
        opportunity_key,
        source_name,
        customer_key,
        product_key,
        seller_name,
        seller_team,
        stage,
        amount_base,
        probability,
        currency_code,
        coalesce(created_on, {{ affluent.as_of() }}) as open_from_on,
        coalesce(closed_on, cast('9999-12-31' as date)) as open_before_on
    from opportunities
    where status = 'open'
        or (created_on is not null and closed_on is not null)
),

final as (
    select
        {{ affluent.surrogate_key(['spans.opportunity_key', 'period_ends.open_on']) }}
            as opportunity_month_key,
        period_ends.open_on,
        spans.opportunity_key,
        spans.source_name,
        spans.customer_key,
        spans.product_key,
        spans.seller_name,
        spans.seller_team,
        spans.stage,
        spans.amount_base,
        {{ affluent.mul_money('spans.amount_base', 'spans.probability') }}
            as weighted_amount_base,
        spans.currency_code
    from spans
    inner join period_ends
        on spans.open_from_on <= period_ends.open_on
        and spans.open_before_on > period_ends.open_on
)

select * from final
