{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with currency_rates as (
    {{ affluent.landed(var('odoo_sources', []), 'currency_rates', [
        'id', 'name', 'rate', 'currency_id', 'company_id'
    ]) }}
),

final as (
    select
        source_name,
        cast(id as bigint) as currency_rate_id,
        cast(name as date) as valid_from_on,
        cast(rate as decimal(28, 12)) as rate,
        cast(currency_id as bigint) as currency_id,
        cast(company_id as bigint) as company_id
    from currency_rates
)

select * from final
