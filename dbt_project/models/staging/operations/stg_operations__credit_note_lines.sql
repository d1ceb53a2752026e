{{ config(enabled='operations' in var('sources', [])) }}

with credit_note_lines as (
    select * from {{ source('operations', 'credit_note_lines') }}
),

final as (
    select
        cast(credit_note_line_id as bigint) as credit_note_line_id,
        cast(credit_note_id as bigint) as credit_note_id,
        cast(line_number as integer) as line_number,
        cast(invoice_line_id as bigint) as invoice_line_id,
        cast(product_id as bigint) as product_id,
        cast(quantity as decimal(18, 4)) as quantity,
        cast(net_amount as decimal(18, 2)) as net_amount,
        cast(net_amount_base as decimal(18, 2)) as net_amount_base,
        cast(tax_rate as decimal(9, 6)) as tax_rate,
        cast(cost_amount as decimal(18, 2)) as cost_amount
    from credit_note_lines
    where not _is_deleted
)

select * from final
