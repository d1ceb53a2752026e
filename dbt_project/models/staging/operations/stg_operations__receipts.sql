{{ config(enabled='operations' in var('sources', [])) }}

with receipts as (
    select * from {{ source('operations', 'receipts') }}
),

final as (
    select
        cast(receipt_id as bigint) as receipt_id,
        {{ affluent.trimmed('receipt_number') }} as receipt_number,
        cast(company_id as bigint) as company_id,
        cast(purchase_order_id as bigint) as purchase_order_id,
        cast(supplier_id as bigint) as supplier_id,
        cast(received_on as date) as received_on,
        {{ affluent.trimmed('currency_code') }} as currency_code
    from receipts
    where not _is_deleted
)

select * from final
