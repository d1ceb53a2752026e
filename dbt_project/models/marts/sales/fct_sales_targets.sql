with sales_targets as (
    select * from {{ ref('int_sales_targets__unioned') }}
),

products as (
    select * from {{ ref('int_products__resolved') }}
),

working_days as (
    select * from {{ ref('int_working_days__listed') }}
    where country_code = '{{ var("country") }}'
),

month_days as (
    select
        {{ affluent.month_start('date_day') }} as month_start_on,
        sum(case when is_working_day then 1 else 0 end) as day_count,
        sum(case when is_working_day and date_day <= {{ affluent.as_of() }} then 1 else 0 end)
            as past_day_count
    from working_days
    group by {{ affluent.month_start('date_day') }}
),

valued as (
    select
        sales_targets.*,
        coalesce(products.product_key, {{ affluent.unknown_key() }}) as product_key,
        case when sales_targets.currency_code = '{{ var("currency") }}'
            then sales_targets.target_amount
        end as target_amount_base,
        coalesce(month_days.day_count, 0) as day_count,
        coalesce(month_days.past_day_count, 0) as past_day_count
    from sales_targets
    left join products
        on sales_targets.source_name = products.source_name
        and sales_targets.product_id = products.product_id
    left join month_days
        on {{ affluent.month_start('sales_targets.targeted_on') }} = month_days.month_start_on
),

final as (
    select
        {{ affluent.surrogate_key([
            'source_name', 'company_code', 'seller_name', 'product_key', 'targeted_on'
        ]) }} as sales_target_key,
        source_name,
        coalesce(company_code, '') as company_code,
        seller_name,
        product_key,
        targeted_on,
        currency_code,
        target_amount,
        target_amount_base,
        case
            when {{ affluent.month_end('targeted_on') }} <= {{ affluent.as_of() }}
                then target_amount_base
            when targeted_on > {{ affluent.as_of() }} then cast(0 as decimal(18, 2))
            else coalesce(
                {{ affluent.in_proportion('target_amount_base', 'past_day_count', 'day_count') }}, 0
            )
        end as to_date_amount_base
    from valued
)

select * from final
