{{ config(enabled='operations' in var('sources', [])) }}

with sales_order_promises as (
    select * from {{ source('operations', 'sales_order_promises') }}
),

final as (
    select
        cast(promise_id as bigint) as promise_id,
        cast(order_line_id as bigint) as order_line_id,
        cast(promised_on as date) as promised_on,
        cast(told_on as date) as told_on
    from sales_order_promises
    where not _is_deleted
)

select * from final
