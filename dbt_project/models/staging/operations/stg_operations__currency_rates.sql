{{ config(enabled='operations' in var('sources', [])) }}

with currency_rates as (
    select * from {{ source('operations', 'currency_rates') }}
),

final as (
    select
        cast(currency_rate_id as bigint) as currency_rate_id,
        {{ affluent.trimmed('from_currency') }} as from_currency_code,
        {{ affluent.trimmed('to_currency') }} as to_currency_code,
        cast(valid_on as date) as valid_from_on,
        cast(rate as decimal(18, 8)) as rate
    from currency_rates
    where not _is_deleted
)

select * from final
