{{ config(enabled='operations' in var('sources', [])) }}

with deliveries as (
    select * from {{ source('operations', 'deliveries') }}
),

final as (
    select
        cast(delivery_id as bigint) as delivery_id,
        {{ affluent.trimmed('delivery_number') }} as delivery_number,
        cast(order_id as bigint) as order_id,
        cast(delivered_on as date) as delivered_on,
        cast(company_id as bigint) as company_id,
        cast(freight_cost_amount as decimal(18, 2)) as freight_cost_amount
    from deliveries
    where not _is_deleted
)

select * from final
