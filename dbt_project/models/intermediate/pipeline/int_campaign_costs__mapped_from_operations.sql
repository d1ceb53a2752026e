{{ config(enabled='operations' in var('sources', [])) }}

with campaign_costs as (
    select * from {{ ref('stg_operations__campaign_costs') }}
),

campaigns as (
    select * from {{ ref('stg_operations__campaigns') }}
),

group_rates as (
    select * from {{ ref('int_group_rates__mapped_from_operations') }}
),

final as (
    select
        'operations' as source_name,
        cast(campaign_costs.campaign_cost_id as {{ dbt.type_string() }}) as campaign_cost_id,
        campaigns.campaign_number as campaign_id,
        campaigns.campaign_name,
        campaigns.channel,
        campaign_costs.cost_type,
        campaign_costs.label as cost_label,
        campaign_costs.incurred_on,
        coalesce(
            {{ affluent.mul_money('campaign_costs.amount', 'group_rates.rate') }},
            campaign_costs.amount
        ) as amount,
        case when group_rates.rate is null
            then campaigns.currency_code
            else '{{ var("currency") }}'
        end as currency_code
    from campaign_costs
    left join campaigns
        on campaign_costs.campaign_id = campaigns.campaign_id
    left join group_rates
        on campaigns.currency_code = group_rates.currency_code
        and campaign_costs.incurred_on >= group_rates.valid_from_on
        and campaign_costs.incurred_on <= group_rates.valid_to_on
)

select * from final
