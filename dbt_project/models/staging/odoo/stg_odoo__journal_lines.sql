{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with move_lines as (
    {{ affluent.landed(var('odoo_sources', []), 'move_lines', [
        'id', 'move_id', 'company_id', 'account_id', 'partner_id', 'name', 'display_type', 'debit',
        'credit', 'amount_currency', 'currency_id', 'full_reconcile_id', 'date_maturity',
        'product_id', 'product_uom_id', 'quantity', 'price_unit', 'is_downpayment', 'sale_line_ids'
    ]) }}
),

final as (
    select
        source_name,
        cast(id as bigint) as journal_line_id,
        cast(move_id as bigint) as entry_id,
        cast(company_id as bigint) as company_id,
        cast(account_id as bigint) as account_id,
        cast(partner_id as bigint) as partner_id,
        {{ affluent.trimmed('name') }} as label,
        {{ affluent.trimmed('display_type') }} as line_type,
        cast(debit as decimal(18, 2)) as debit_amount,
        cast(credit as decimal(18, 2)) as credit_amount,
        cast(amount_currency as decimal(18, 2)) as document_amount,
        cast(currency_id as bigint) as currency_id,
        cast(full_reconcile_id as bigint) as lettering_id,
        cast(date_maturity as date) as due_on,
        cast(product_id as bigint) as product_id,
        cast(product_uom_id as bigint) as unit_id,
        cast(quantity as decimal(18, 4)) as quantity,
        cast(price_unit as decimal(18, 4)) as unit_price,
        coalesce(cast(is_downpayment as boolean), false) as is_down_payment,
        {{ affluent.first_listed('sale_line_ids') }} as order_line_id
    from move_lines
)

select * from final
