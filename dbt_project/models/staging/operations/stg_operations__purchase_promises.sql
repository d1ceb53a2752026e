{{ config(enabled='operations' in var('sources', [])) }}

with purchase_promises as (
    select * from {{ source('operations', 'purchase_promises') }}
),

final as (
    select
        cast(purchase_order_line_id as bigint) as purchase_order_line_id,
        cast(promise_number as integer) as promise_number,
        cast(promised_on as date) as promised_on,
        cast(said_on as date) as said_on
    from purchase_promises
    where not _is_deleted
)

select * from final
