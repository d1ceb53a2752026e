{{ config(enabled='operations' in var('sources', [])) }}

with quotes as (
    select * from {{ source('operations', 'quotes') }}
),

final as (
    select
        cast(quote_id as bigint) as quote_id,
        {{ affluent.trimmed('quote_number') }} as quote_number,
        cast(company_id as bigint) as company_id,
        cast(opportunity_id as bigint) as opportunity_id,
        cast(quoted_on as date) as quoted_on,
        {{ affluent.trimmed('status') }} as status
    from quotes
    where not _is_deleted
)

select * from final
