{{ config(enabled='operations' in var('sources', [])) }}

with stock_reservations as (
    select * from {{ ref('stg_operations__stock_reservations') }}
),

locations as (
    select * from {{ ref('stg_operations__locations') }}
),

products as (
    select * from {{ ref('stg_operations__products') }}
),

companies as (
    select * from {{ ref('stg_operations__companies') }}
),

-- A reservation of nothing was delivered, or let go.
final as (
    select
        'operations' as source_name,
        coalesce(companies.company_code, '') as company_code,
        products.product_number as product_id,
        locations.location_code,
        stock_reservations.reserved_on,
        stock_reservations.quantity
    from stock_reservations
    inner join locations
        on stock_reservations.location_id = locations.location_id
    left join products
        on stock_reservations.product_id = products.product_id
    left join companies
        on locations.company_id = companies.company_id
    where stock_reservations.quantity > 0
)

select * from final
