{{ config(enabled='operations' in var('sources', [])) }}

with stock_counts as (
    select * from {{ source('operations', 'stock_counts') }}
),

final as (
    select
        cast(stock_count_id as bigint) as stock_count_id,
        {{ affluent.trimmed('stock_count_number') }} as stock_count_number,
        cast(company_id as bigint) as company_id,
        cast(location_id as bigint) as location_id,
        cast(validated_on as date) as validated_on,
        {{ affluent.trimmed('status') }} as status
    from stock_counts
    where not _is_deleted
)

select * from final
