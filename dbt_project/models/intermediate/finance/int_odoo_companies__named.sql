{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with companies as (
    select * from {{ ref('stg_odoo__companies') }}
),

currencies as (
    select * from {{ ref('stg_odoo__currencies') }}
),

final as (
    select
        companies.source_name,
        companies.company_id,
        companies.company_name,
        currencies.currency_code
    from companies
    left join currencies
        on companies.source_name = currencies.source_name
        and companies.currency_id = currencies.currency_id
)

select * from final
