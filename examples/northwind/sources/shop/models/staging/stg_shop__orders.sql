with orders as (
    select * from {{ source('shop', 'orders') }}
),

final as (
    select
        {{ affluent.trimmed('order_id') }} as order_number,
        {{ affluent.trimmed('customer_id') }} as customer_id,
        cast(employee_id as integer) as employee_id,
        cast(order_date as date) as ordered_on,
        cast(required_date as date) as required_on,
        cast(shipped_date as date) as shipped_on,
        cast(freight as decimal(18, 2)) as freight_amount
    from orders
    where not _is_deleted
)

select * from final
