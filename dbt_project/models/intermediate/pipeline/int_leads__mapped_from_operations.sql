{{ config(enabled='operations' in var('sources', [])) }}

with leads as (
    select * from {{ ref('stg_operations__leads') }}
),

campaigns as (
    select * from {{ ref('stg_operations__campaigns') }}
),

opportunities as (
    select * from {{ ref('stg_operations__opportunities') }}
),

-- A lead that was entered twice and merged is the one that stayed. Waiting is counted in whole
-- seconds of the clock, nights and Sundays too: who wrote waits through them.
final as (
    select
        'operations' as source_name,
        leads.lead_number as lead_id,
        leads.lead_source,
        campaigns.campaign_number as campaign_id,
        leads.status,
        leads.owner_name,
        leads.created_on,
        cast({{ dbt.datediff('leads.received_at', 'leads.first_response_at', 'second') }} as bigint)
            as first_response_seconds,
        leads.qualified_on,
        leads.disqualified_on,
        leads.converted_on,
        opportunities.opportunity_number as opportunity_id
    from leads
    left join campaigns
        on leads.campaign_id = campaigns.campaign_id
    left join opportunities
        on leads.opportunity_id = opportunities.opportunity_id
    where leads.merged_into_id is null
)

select * from final
