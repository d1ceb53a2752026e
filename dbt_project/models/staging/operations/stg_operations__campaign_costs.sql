{{ config(enabled='operations' in var('sources', [])) }}

with campaign_costs as (
    select * from {{ source('operations', 'campaign_costs') }}
),

final as (
    select
        cast(campaign_cost_id as bigint) as campaign_cost_id,
        cast(campaign_id as bigint) as campaign_id,
        {{ affluent.trimmed('kind') }} as cost_type,
        {{ affluent.trimmed('label') }} as label,
        cast(incurred_on as date) as incurred_on,
        cast(amount as decimal(18, 2)) as amount
    from campaign_costs
    where not _is_deleted
)

select * from final
