{{ config(enabled='operations' in var('sources', [])) }}

with sales_orders as (
    select * from {{ source('operations', 'sales_orders') }}
),

final as (
    select
        cast(order_id as bigint) as order_id,
        {{ affluent.trimmed('order_number') }} as order_number,
        cast(customer_id as bigint) as customer_id,
        {{ affluent.trimmed('seller_name') }} as seller_name,
        cast(seller_id as bigint) as seller_id,
        cast(ordered_on as date) as ordered_on,
        cast(promised_on as date) as promised_on,
        {{ affluent.trimmed('status') }} as status,
        {{ affluent.trimmed('currency_code') }} as currency_code,
        cast(company_id as bigint) as company_id,
        cast(quote_id as bigint) as quote_id
    from sales_orders
    where not _is_deleted
)

select * from final
