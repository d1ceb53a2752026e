{{ config(enabled='operations' in var('sources', [])) }}

with leads as (
    select * from {{ source('operations', 'leads') }}
),

final as (
    select
        cast(lead_id as bigint) as lead_id,
        {{ affluent.trimmed('lead_number') }} as lead_number,
        {{ affluent.trimmed('lead_source') }} as lead_source,
        cast(campaign_id as bigint) as campaign_id,
        {{ affluent.trimmed('company_name') }} as company_name,
        {{ affluent.trimmed('first_name') }} as first_name,
        {{ affluent.trimmed('last_name') }} as last_name,
        {{ affluent.trimmed('email') }} as email,
        {{ affluent.trimmed('phone') }} as phone,
        upper({{ affluent.trimmed('country_code') }}) as country_code,
        {{ affluent.trimmed('city') }} as city,
        {{ affluent.trimmed('industry') }} as industry,
        {{ affluent.trimmed('status') }} as status,
        {{ affluent.trimmed('owner_name') }} as owner_name,
        cast(received_at as timestamp) as received_at,
        cast(created_on as date) as created_on,
        cast(first_response_at as timestamp) as first_response_at,
        cast(qualified_on as date) as qualified_on,
        cast(disqualified_on as date) as disqualified_on,
        cast(converted_on as date) as converted_on,
        cast(account_id as bigint) as account_id,
        cast(opportunity_id as bigint) as opportunity_id,
        cast(merged_into_id as bigint) as merged_into_id
    from leads
    where not _is_deleted
)

select * from final
