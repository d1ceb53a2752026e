with sales_lines as (
    select * from {{ ref('fct_sales_lines') }}
),

by_month as (
    select
        {{ affluent.month_start('posted_on') }} as month_start_on,
        customer_key,
        product_key,
        sum(quantity) as quantity,
        sum(revenue_amount_base) as revenue_amount_base,
        sum(cost_amount_base) as cost_amount_base,
        sum(gross_margin_amount_base) as gross_margin_amount_base,
        sum(case when is_cost_known then revenue_amount_base else 0 end)
            as revenue_with_known_cost_amount_base
    from sales_lines
    group by {{ affluent.month_start('posted_on') }}, customer_key, product_key
),

final as (
    select
        {{ affluent.surrogate_key(['month_start_on', 'customer_key', 'product_key']) }}
            as margin_key,
        month_start_on,
        customer_key,
        product_key,
        cast(quantity as decimal(18, 4)) as quantity,
        cast(revenue_amount_base as decimal(18, 2)) as revenue_amount_base,
        cast(cost_amount_base as decimal(18, 2)) as cost_amount_base,
        cast(gross_margin_amount_base as decimal(18, 2)) as gross_margin_amount_base,
        cast(revenue_with_known_cost_amount_base as decimal(18, 2))
            as revenue_with_known_cost_amount_base
    from by_month
)

select * from final
