{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with currencies as (
    {{ affluent.landed(var('odoo_sources', []), 'currencies', ['id', 'name']) }}
),

final as (
    select
        source_name,
        cast(id as bigint) as currency_id,
        {{ affluent.trimmed('name') }} as currency_code
    from currencies
)

select * from final
