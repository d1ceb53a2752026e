{{ config(enabled='operations' in var('sources', [])) }}

with opportunities as (
    select * from {{ source('operations', 'opportunities') }}
),

final as (
    select
        cast(opportunity_id as bigint) as opportunity_id,
        {{ affluent.trimmed('opportunity_number') }} as opportunity_number,
        cast(account_id as bigint) as account_id,
        {{ affluent.trimmed('name') }} as opportunity_name,
        {{ affluent.trimmed('stage') }} as stage,
        cast(amount as decimal(18, 2)) as amount,
        {{ affluent.trimmed('currency_code') }} as currency_code,
        cast(product_id as bigint) as product_id,
        {{ affluent.trimmed('owner_name') }} as owner_name,
        cast(owner_id as bigint) as owner_id,
        cast(created_on as date) as created_on,
        cast(expected_close_on as date) as expected_close_on,
        cast(closed_on as date) as closed_on,
        {{ affluent.trimmed('lost_reason') }} as lost_reason
    from opportunities
    where not _is_deleted
)

select * from final
