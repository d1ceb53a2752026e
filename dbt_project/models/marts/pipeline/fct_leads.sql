with leads as (
    select * from {{ ref('int_leads__unioned') }}
),

opportunities as (
    select * from {{ ref('fct_opportunities') }}
),

campaigns as (
    select
        source_name,
        campaign_id,
        max(campaign_name) as campaign_name
    from {{ ref('int_campaign_costs__unioned') }}
    group by source_name, campaign_id
),

final as (
    select
        {{ affluent.surrogate_key(['leads.source_name', 'leads.lead_id']) }} as lead_key,
        leads.source_name,
        leads.lead_id as lead_number,
        leads.lead_source,
        leads.campaign_id as campaign_number,
        coalesce(campaigns.campaign_name, leads.campaign_id) as campaign_name,
        leads.status,
        leads.owner_name as seller_name,
        coalesce(opportunities.customer_key, {{ affluent.unknown_key() }}) as customer_key,
        leads.created_on,
        leads.qualified_on,
        leads.disqualified_on,
        leads.converted_on,
        cast({{ affluent.div_money('leads.first_response_seconds', '3600', 4) }} as decimal(18, 4))
            as first_response_hours,
        leads.opportunity_id as opportunity_number,
        cast(case when opportunities.status = 'won' then opportunities.amount_base else 0 end
            as decimal(18, 2)) as won_amount_base
    from leads
    left join opportunities
        on leads.source_name = opportunities.source_name
        and leads.opportunity_id = opportunities.opportunity_id
    left join campaigns
        on leads.source_name = campaigns.source_name
        and leads.campaign_id = campaigns.campaign_id
)

select * from final
