{{ config(enabled='operations' in var('sources', [])) }}

with invoice_lines as (
    select * from {{ source('operations', 'invoice_lines') }}
),

final as (
    select
        cast(invoice_line_id as bigint) as invoice_line_id,
        cast(invoice_id as bigint) as invoice_id,
        cast(line_number as integer) as line_number,
        cast(order_line_id as bigint) as order_line_id,
        cast(product_id as bigint) as product_id,
        cast(quantity as decimal(18, 4)) as quantity,
        cast(unit_price as decimal(18, 4)) as unit_price,
        cast(discount_rate as decimal(9, 6)) as discount_rate,
        cast(net_amount as decimal(18, 2)) as net_amount,
        cast(net_amount_base as decimal(18, 2)) as net_amount_base,
        cast(tax_rate as decimal(9, 6)) as tax_rate,
        cast(cost_amount as decimal(18, 2)) as cost_amount,
        cast(commission_rate as decimal(9, 6)) as commission_rate
    from invoice_lines
    where not _is_deleted
)

select * from final
