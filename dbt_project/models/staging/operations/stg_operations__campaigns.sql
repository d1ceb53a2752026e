{{ config(enabled='operations' in var('sources', [])) }}

with campaigns as (
    select * from {{ source('operations', 'campaigns') }}
),

final as (
    select
        cast(campaign_id as bigint) as campaign_id,
        {{ affluent.trimmed('campaign_number') }} as campaign_number,
        cast(company_id as bigint) as company_id,
        {{ affluent.trimmed('name') }} as campaign_name,
        {{ affluent.trimmed('channel') }} as channel,
        {{ affluent.trimmed('currency_code') }} as currency_code,
        cast(starts_on as date) as starts_on,
        cast(ends_on as date) as ends_on
    from campaigns
    where not _is_deleted
)

select * from final
