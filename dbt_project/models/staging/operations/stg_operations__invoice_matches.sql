{{ config(enabled='operations' in var('sources', [])) }}

with invoice_matches as (
    select * from {{ source('operations', 'invoice_matches') }}
),

final as (
    select
        cast(invoice_match_id as bigint) as invoice_match_id,
        cast(supplier_invoice_line_id as bigint) as supplier_invoice_line_id,
        cast(receipt_line_id as bigint) as receipt_line_id,
        cast(matched_on as date) as matched_on,
        cast(quantity as decimal(18, 4)) as quantity,
        cast(receipt_amount_base as decimal(18, 2)) as receipt_amount_base,
        cast(invoice_amount_base as decimal(18, 2)) as invoice_amount_base,
        cast(stock_amount_base as decimal(18, 2)) as stock_amount_base,
        cast(created_at as timestamp) as recorded_at,
        {{ affluent.local_date('_extracted_at') }} as loaded_on
    from invoice_matches
    where not _is_deleted
)

select * from final
