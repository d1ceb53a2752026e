{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with product_costs as (
    select * from {{ ref('stg_odoo__product_costs') }}
),

products as (
    select * from {{ ref('stg_odoo__products') }}
),

companies as (
    select * from {{ ref('int_odoo_companies__named') }}
),

group_rates as (
    select * from {{ ref('int_group_rates__mapped_from_odoo') }}
),

-- Odoo keeps the cost of today, for each company; 0 is what it says where nobody entered one. Of
-- several companies the first one's counts.
known_costs as (
    select
        product_costs.source_name,
        product_costs.product_id,
        product_costs.unit_cost_amount,
        companies.currency_code,
        row_number() over (
            partition by product_costs.source_name, product_costs.product_id
            order by product_costs.company_id
        ) as turn
    from product_costs
    inner join companies
        on product_costs.source_name = companies.source_name
        and product_costs.company_id = companies.company_id
    where product_costs.unit_cost_amount > 0
),

final as (
    select
        known_costs.source_name,
        cast(known_costs.product_id as {{ dbt.type_string() }}) as product_id,
        -- What it was before nobody kept: it stands for the time before, too.
        cast('0001-01-01' as date) as valid_from_on,
        cast(null as date) as valid_to_on,
        {{ affluent.mul_money('known_costs.unit_cost_amount', 'group_rates.rate', scale=4) }}
            as unit_cost_amount,
        '{{ var("currency") }}' as currency_code
    from known_costs
    inner join products
        on known_costs.source_name = products.source_name
        and known_costs.product_id = products.product_id
    inner join group_rates
        on known_costs.source_name = group_rates.source_name
        and known_costs.currency_code = group_rates.currency_code
        and {{ affluent.as_of() }} >= group_rates.valid_from_on
        and {{ affluent.as_of() }} <= group_rates.valid_to_on
    where known_costs.turn = 1
)

select * from final
