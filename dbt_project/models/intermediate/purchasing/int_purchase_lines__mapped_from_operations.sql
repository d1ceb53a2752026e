{{ config(enabled='operations' in var('sources', [])) }}

with purchase_order_lines as (
    select * from {{ ref('stg_operations__purchase_order_lines') }}
),

purchase_orders as (
    select * from {{ ref('stg_operations__purchase_orders') }}
),

purchase_promises as (
    select * from {{ ref('stg_operations__purchase_promises') }}
),

suppliers as (
    select * from {{ ref('stg_operations__suppliers') }}
),

products as (
    select * from {{ ref('stg_operations__products') }}
),

companies as (
    select * from {{ ref('stg_operations__companies') }}
),

group_rates as (
    select * from {{ ref('int_group_rates__mapped_from_operations') }}
),

promised as (
    select
        purchase_order_line_id,
        min_by(promised_on, promise_number) as first_promised_on,
        max_by(promised_on, promise_number) as promised_on
    from purchase_promises
    group by purchase_order_line_id
),

final as (
    select
        'operations' as source_name,
        coalesce(companies.company_code, '') as company_code,
        purchase_orders.order_number,
        cast(purchase_order_lines.line_number as {{ dbt.type_string() }}) as line_number,
        suppliers.supplier_number as supplier_id,
        products.product_number as product_id,
        purchase_orders.ordered_on,
        purchase_orders.confirmed_on,
        promised.first_promised_on,
        promised.promised_on,
        purchase_orders.status,
        purchase_order_lines.quantity,
        purchase_order_lines.cancelled_quantity,
        purchase_order_lines.unit_price,
        purchase_order_lines.net_amount,
        purchase_orders.currency_code,
        {{ affluent.mul_money(
            affluent.mul_money('purchase_order_lines.net_amount', 'purchase_orders.exchange_rate'),
            'group_rates.rate'
        ) }} as net_amount_base,
        -- A cost is in the currency of its product, not of the company that buys.
        {{ affluent.mul_money(
            'purchase_order_lines.standard_unit_cost', 'product_rates.rate', scale=4
        ) }} as standard_unit_cost_base,
        {{ affluent.mul_money(
            'purchase_order_lines.last_unit_price_base', 'group_rates.rate', scale=4
        ) }} as previous_unit_price_base
    from purchase_order_lines
    inner join purchase_orders
        on purchase_order_lines.purchase_order_id = purchase_orders.purchase_order_id
    left join promised
        on purchase_order_lines.purchase_order_line_id = promised.purchase_order_line_id
    left join suppliers
        on purchase_orders.supplier_id = suppliers.supplier_id
    left join products
        on purchase_order_lines.product_id = products.product_id
    left join companies
        on purchase_orders.company_id = companies.company_id
    left join group_rates
        on companies.currency_code = group_rates.currency_code
        and purchase_orders.ordered_on >= group_rates.valid_from_on
        and purchase_orders.ordered_on <= group_rates.valid_to_on
    left join group_rates as product_rates
        on products.currency_code = product_rates.currency_code
        and purchase_orders.ordered_on >= product_rates.valid_from_on
        and purchase_orders.ordered_on <= product_rates.valid_to_on
)

select * from final
