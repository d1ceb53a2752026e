{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with sale_orders as (
    {{ affluent.landed(var('odoo_sources', []), 'sale_orders', [
        'id', 'name', 'company_id', 'user_id', 'date_order', 'currency_rate'
    ]) }}
),

final as (
    select
        source_name,
        cast(id as bigint) as order_id,
        {{ affluent.trimmed('name') }} as order_number,
        cast(company_id as bigint) as company_id,
        cast(user_id as bigint) as user_id,
        {{ affluent.local_date('date_order') }} as ordered_on,
        cast(currency_rate as decimal(28, 12)) as currency_rate
    from sale_orders
)

select * from final
