with sales_lines as (
    select * from {{ ref('fct_sales_lines') }}
),

cost_events as (
    select * from {{ ref('fct_cost_events') }}
),

-- A sale is known from its own month on, a cost that came late from the month in which it came.
parts as (
    select
        {{ affluent.month_start('posted_on') }} as month_start_on,
        {{ affluent.month_start('posted_on') }} as known_month_on,
        customer_key,
        product_key,
        sales_context_key,
        quantity,
        revenue_amount_base,
        cost_amount_base,
        cast(0 as decimal(18, 2)) as landed_cost_amount_base,
        cast(0 as decimal(18, 2)) as selling_cost_amount_base,
        case when is_cost_known then revenue_amount_base else 0 end
            as revenue_with_known_cost_amount_base
    from sales_lines
    union all
    select
        {{ affluent.month_start('coalesce(sold_on, posted_on)') }} as month_start_on,
        {{ affluent.month_start('greatest(known_on, coalesce(sold_on, posted_on))') }}
            as known_month_on,
        customer_key,
        product_key,
        sales_context_key,
        cast(0 as decimal(18, 4)) as quantity,
        cast(0 as decimal(18, 2)) as revenue_amount_base,
        cast(0 as decimal(18, 2)) as cost_amount_base,
        case when component in ('landed', 'purchase_price') then amount_base else 0 end
            as landed_cost_amount_base,
        case when component in ('landed', 'purchase_price') then 0 else amount_base end
            as selling_cost_amount_base,
        cast(0 as decimal(18, 2)) as revenue_with_known_cost_amount_base
    from cost_events
),

summed as (
    select
        month_start_on,
        known_month_on,
        customer_key,
        product_key,
        sales_context_key,
        cast(sum(quantity) as decimal(18, 4)) as quantity,
        {%- for amount in [
            'revenue', 'cost', 'landed_cost', 'selling_cost', 'revenue_with_known_cost'
        ] %}
        cast(sum({{ amount }}_amount_base) as decimal(18, 2)) as {{ amount }}_amount_base
        {{- "," if not loop.last }}
        {%- endfor %}
    from parts
    group by month_start_on, known_month_on, customer_key, product_key, sales_context_key
),

final as (
    select
        {{ affluent.surrogate_key([
            'month_start_on', 'known_month_on', 'customer_key', 'product_key', 'sales_context_key'
        ]) }} as margin_key,
        month_start_on,
        known_month_on,
        customer_key,
        product_key,
        sales_context_key,
        quantity,
        revenue_amount_base,
        cost_amount_base,
        landed_cost_amount_base,
        selling_cost_amount_base,
        cast(
            revenue_amount_base - cost_amount_base - landed_cost_amount_base as decimal(18, 2)
        ) as gross_margin_amount_base,
        cast(
            revenue_amount_base - cost_amount_base - landed_cost_amount_base
            - selling_cost_amount_base as decimal(18, 2)
        ) as contribution_margin_amount_base,
        revenue_with_known_cost_amount_base
    from summed
)

select * from final
