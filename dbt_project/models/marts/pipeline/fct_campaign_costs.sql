with campaign_costs as (
    select * from {{ ref('int_campaign_costs__unioned') }}
),

final as (
    select
        {{ affluent.surrogate_key(['source_name', 'campaign_cost_id']) }} as campaign_cost_key,
        source_name,
        campaign_id as campaign_number,
        campaign_name,
        channel,
        cost_type,
        cost_label,
        incurred_on,
        amount as cost_amount_base,
        currency_code
    from campaign_costs
)

select * from final
