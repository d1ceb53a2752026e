with opportunities as (
    select * from {{ ref('fct_opportunities') }}
),

dates as (
    select * from {{ ref('dim_dates') }}
),

period_ends as (
    select date_day as stands_on
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
        coalesce(created_on, {{ affluent.as_of() }}) as began_on,
        coalesce(closed_on, cast('9999-12-31' as date)) as closed_on
    from opportunities
    where status = 'open'
        or (created_on is not null and closed_on is not null)
),

-- A closed deal keeps a row of 0 in every later month. A figure of the end of a period is read on
-- the last day that the selection has: without these rows, a country whose only deal closed in
-- March would still show it in December.
standing as (
    select
        spans.opportunity_key,
        period_ends.stands_on,
        spans.source_name,
        spans.customer_key,
        spans.product_key,
        spans.seller_name,
        spans.seller_team,
        spans.stage,
        spans.closed_on > period_ends.stands_on as is_open,
        spans.amount_base,
        spans.probability,
        spans.currency_code
    from spans
    inner join period_ends
        on spans.began_on <= period_ends.stands_on
),

final as (
    select
        {{ affluent.surrogate_key(['opportunity_key', 'stands_on']) }} as opportunity_month_key,
        stands_on,
        opportunity_key,
        source_name,
        customer_key,
        product_key,
        seller_name,
        seller_team,
        stage,
        is_open,
        case when is_open then amount_base else 0 end as amount_base,
        case when is_open then {{ affluent.mul_money('amount_base', 'probability') }} else 0 end
            as weighted_amount_base,
        currency_code
    from standing
)

select * from final
