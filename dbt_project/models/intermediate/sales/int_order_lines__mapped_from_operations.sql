{{ config(enabled='operations' in var('sources', [])) }}

with sales_orders as (
    select * from {{ ref('stg_operations__sales_orders') }}
),

sales_order_lines as (
    select * from {{ ref('stg_operations__sales_order_lines') }}
),

promises as (
    select * from {{ ref('stg_operations__sales_order_promises') }}
),

customers as (
    select * from {{ ref('int_operations_customers__flagged') }}
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

-- Punctuality is measured by what the customer was told first.
first_promises as (
    select
        order_line_id,
        min_by(promised_on, promise_id) as promised_on
    from promises
    group by order_line_id
),

-- An order is worth, in the group's currency, what it was on its own day: it is not revalued.
final as (
    select
        'operations' as source_name,
        companies.company_code,
        sales_orders.order_number,
        cast(sales_order_lines.line_number as {{ dbt.type_string() }}) as line_number,
        customers.customer_number as customer_id,
        products.product_number as product_id,
        sales_orders.seller_name,
        sales_orders.ordered_on,
        coalesce(
            first_promises.promised_on, sales_order_lines.promised_on, sales_orders.promised_on
        ) as promised_on,
        sales_order_lines.quantity,
        coalesce(
            {{ affluent.mul_money('sales_order_lines.net_amount_base', 'group_rates.rate') }},
            sales_order_lines.net_amount_base
        ) as net_amount,
        case when group_rates.rate is null
            then companies.currency_code
            else '{{ var("currency") }}'
        end as currency_code,
        coalesce(customers.is_inter_company, false) as is_inter_company
    from sales_order_lines
    inner join sales_orders
        on sales_order_lines.order_id = sales_orders.order_id
    left join companies
        on sales_orders.company_id = companies.company_id
    left join group_rates
        on companies.currency_code = group_rates.currency_code
        and sales_orders.ordered_on >= group_rates.valid_from_on
        and sales_orders.ordered_on <= group_rates.valid_to_on
    left join customers
        on sales_orders.customer_id = customers.customer_id
    left join products
        on sales_order_lines.product_id = products.product_id
    left join first_promises
        on sales_order_lines.order_line_id = first_promises.order_line_id
)

select * from final
