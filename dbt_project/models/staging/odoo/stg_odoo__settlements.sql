{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with partial_reconciles as (
    {{ affluent.landed(var('odoo_sources', []), 'partial_reconciles', [
        'id', 'debit_move_id', 'credit_move_id'
    ]) }}
),

final as (
    select
        source_name,
        cast(id as bigint) as settlement_id,
        cast(debit_move_id as bigint) as debit_line_id,
        cast(credit_move_id as bigint) as credit_line_id
    from partial_reconciles
)

select * from final
