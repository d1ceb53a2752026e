{{ config(enabled='operations' in var('sources', [])) }}

with supplier_credit_note_lines as (
    select * from {{ source('operations', 'supplier_credit_note_lines') }}
),

final as (
    select
        cast(supplier_credit_note_line_id as bigint) as supplier_credit_note_line_id,
        cast(supplier_credit_note_id as bigint) as supplier_credit_note_id,
        cast(line_number as integer) as line_number,
        cast(supplier_invoice_line_id as bigint) as supplier_invoice_line_id,
        cast(quantity as decimal(18, 4)) as quantity,
        cast(net_amount as decimal(18, 2)) as net_amount,
        cast(net_amount_base as decimal(18, 2)) as net_amount_base
    from supplier_credit_note_lines
    where not _is_deleted
)

select * from final
