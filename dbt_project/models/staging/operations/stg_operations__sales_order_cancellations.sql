{{ config(enabled='operations' in var('sources', [])) }}

with sales_order_cancellations as (
    select * from {{ source('operations', 'sales_order_cancellations') }}
),

final as (
    select
        cast(cancellation_id as bigint) as cancellation_id,
        cast(order_line_id as bigint) as order_line_id,
        cast(cancelled_on as date) as cancelled_on,
        cast(quantity as decimal(18, 4)) as quantity,
        cast(net_amount_base as decimal(18, 2)) as net_amount_base
    from sales_order_cancellations
    where not _is_deleted
)

select * from final
