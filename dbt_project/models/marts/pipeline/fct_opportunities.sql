with valued as (
    select * from {{ ref('int_opportunities__valued') }}
),

final as (
    select
        {{ affluent.surrogate_key(['source_name', 'opportunity_id']) }} as opportunity_key,
        source_name,
        opportunity_id,
        opportunity_name,
        customer_key,
        product_key,
        owner_name as seller_name,
        owner_team as seller_team,
        stage,
        status,
        amount as amount_base,
        is_amount_estimated,
        probability,
        created_on,
        expected_close_on,
        closed_on,
        cast({{ affluent.days_between('created_on', 'closed_on') }} as integer) as sales_cycle_days,
        currency_code
    from valued
)

select * from final
