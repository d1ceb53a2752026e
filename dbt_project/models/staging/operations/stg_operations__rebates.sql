{{ config(enabled='operations' in var('sources', [])) }}

with rebates as (
    select * from {{ source('operations', 'rebates') }}
),

final as (
    select
        cast(rebate_id as bigint) as rebate_id,
        cast(company_id as bigint) as company_id,
        {{ affluent.trimmed('rebate_number') }} as rebate_number,
        cast(customer_id as bigint) as customer_id,
        cast(starts_on as date) as starts_on,
        cast(ends_on as date) as ends_on,
        cast(posted_on as date) as posted_on,
        cast(net_amount as decimal(18, 2)) as net_amount,
        {{ affluent.local_date('_extracted_at') }} as loaded_on
    from rebates
    where not _is_deleted
)

select * from final
