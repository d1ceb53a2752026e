{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with products as (
    select * from {{ ref('int_odoo_products__described') }}
),

companies as (
    select * from {{ ref('int_odoo_companies__named') }}
),

-- A list price is in the currency of the product's company; of one for all, in the first company's.
first_companies as (
    select
        source_name,
        min_by(currency_code, company_id) as currency_code
    from companies
    group by source_name
),

final as (
    select
        products.source_name,
        cast(products.product_id as {{ dbt.type_string() }}) as product_id,
        products.product_number,
        products.product_name,
        products.category,
        products.subcategory,
        cast(null as {{ dbt.type_string() }}) as product_line,
        products.list_price_amount,
        coalesce(companies.currency_code, first_companies.currency_code) as currency_code
    from products
    left join companies
        on products.source_name = companies.source_name
        and products.company_id = companies.company_id
    left join first_companies
        on products.source_name = first_companies.source_name
)

select * from final
