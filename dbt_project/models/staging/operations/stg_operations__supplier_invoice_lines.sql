{{ config(enabled='operations' in var('sources', [])) }}

with supplier_invoice_lines as (
    select * from {{ source('operations', 'supplier_invoice_lines') }}
),

final as (
    select
        cast(supplier_invoice_line_id as bigint) as supplier_invoice_line_id,
        cast(supplier_invoice_id as bigint) as supplier_invoice_id,
        cast(line_number as integer) as line_number,
        cast(purchase_order_line_id as bigint) as purchase_order_line_id,
        cast(product_id as bigint) as product_id,
        cast(quantity as decimal(18, 4)) as quantity,
        cast(unit_price as decimal(18, 4)) as unit_price,
        {{ affluent.trimmed('account_code') }} as account_code,
        cast(net_amount_base as decimal(18, 2)) as net_amount_base
    from supplier_invoice_lines
    where not _is_deleted
)

select * from final
