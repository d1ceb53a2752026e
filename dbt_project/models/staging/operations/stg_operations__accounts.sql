{{ config(enabled='operations' in var('sources', [])) }}

with accounts as (
    select * from {{ source('operations', 'accounts') }}
),

final as (
    select
        cast(account_id as bigint) as account_id,
        {{ affluent.trimmed('account_number') }} as account_number,
        {{ affluent.trimmed('name') }} as account_name,
        {{ affluent.trimmed('legal_id') }} as legal_id,
        upper({{ affluent.trimmed('country_code') }}) as country_code,
        {{ affluent.trimmed('city') }} as city,
        {{ affluent.trimmed('industry') }} as industry,
        {{ affluent.trimmed('owner_name') }} as owner_name,
        cast(owner_id as bigint) as owner_id,
        cast(customer_id as bigint) as customer_id,
        cast(merged_into_id as bigint) as merged_into_id,
        {{ affluent.trimmed('web_domain') }} as web_domain,
        {{ affluent.trimmed('phone') }} as phone
    from accounts
    where not _is_deleted
)

select * from final
