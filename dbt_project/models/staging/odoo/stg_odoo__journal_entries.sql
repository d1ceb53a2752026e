{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with moves as (
    {{ affluent.landed(var('odoo_sources', []), 'moves', [
        'id', 'name', 'ref', 'move_type', 'state', 'date', 'invoice_date', 'journal_id', 'company_id',
        'invoice_user_id'
    ]) }}
),

final as (
    select
        source_name,
        cast(id as bigint) as entry_id,
        {{ affluent.trimmed('name') }} as entry_number,
        {{ affluent.trimmed('ref') }} as reference,
        {{ affluent.trimmed('move_type') }} as entry_type,
        {{ affluent.trimmed('state') }} as status,
        cast(date as date) as posted_on,
        cast(invoice_date as date) as documented_on,
        cast(journal_id as bigint) as journal_id,
        cast(company_id as bigint) as company_id,
        cast(invoice_user_id as bigint) as user_id
    from moves
)

select * from final
