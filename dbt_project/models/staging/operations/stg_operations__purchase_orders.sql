{{ config(enabled='operations' in var('sources', [])) }}

with purchase_orders as (
    select * from {{ source('operations', 'purchase_orders') }}
),

final as (
    select
        cast(purchase_order_id as bigint) as purchase_order_id,
        {{ affluent.trimmed('purchase_order_number') }} as order_number,
        cast(company_id as bigint) as company_id,
        cast(supplier_id as bigint) as supplier_id,
        cast(ordered_on as date) as ordered_on,
        cast(confirmed_on as date) as confirmed_on,
        {{ affluent.trimmed('status') }} as status,
        {{ affluent.trimmed('currency_code') }} as currency_code,
        cast(exchange_rate as decimal(18, 8)) as exchange_rate
    from purchase_orders
    where not _is_deleted
)

select * from final
