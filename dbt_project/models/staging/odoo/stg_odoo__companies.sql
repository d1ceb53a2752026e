{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with companies as (
    {{ affluent.landed(var('odoo_sources', []), 'companies', [
        'id', 'name', 'currency_id', 'parent_id'
    ]) }}
),

final as (
    select
        source_name,
        cast(id as bigint) as company_id,
        {{ affluent.trimmed('name') }} as company_name,
        cast(currency_id as bigint) as currency_id,
        cast(parent_id as bigint) as parent_id
    from companies
)

select * from final
