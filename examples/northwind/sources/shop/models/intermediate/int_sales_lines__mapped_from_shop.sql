with order_details as (
    select * from {{ ref('stg_shop__order_details') }}
),

orders as (
    select * from {{ ref('stg_shop__orders') }}
),

employees as (
    select * from {{ ref('stg_shop__employees') }}
),

-- Rounding each line by itself adds up to 25 cents too much. So the sum from the first order on is
-- rounded, and a line gets what that sum grows by: a cent from its own amount at most, and the
-- lines of any days add up to their exact amount but for a cent.
summed as (
    select
        order_details.order_number,
        order_details.product_id,
        order_details.unit_price,
        order_details.quantity,
        orders.customer_id,
        employees.employee_name,
        orders.ordered_on,
        sum(order_details.exact_net_amount) over (
            order by orders.ordered_on, order_details.order_number, order_details.product_id
            rows unbounded preceding
        ) as amount_up_to_it,
        order_details.exact_net_amount
    from order_details
    left join orders
        on order_details.order_number = orders.order_number
    left join employees
        on orders.employee_id = employees.employee_id
),

-- The export has no invoice: an order is posted on its own date, and its lines bear no number.
final as (
    select
        'shop' as source_name,
        '' as company_code,
        'invoice' as document_type,
        order_number as document_number,
        product_id as line_number,
        order_number,
        cast(null as {{ dbt.type_string() }}) as order_line_number,
        customer_id,
        product_id,
        employee_name as seller_name,
        ordered_on,
        ordered_on as posted_on,
        quantity,
        unit_price,
        {{ affluent.mul_money('quantity', 'unit_price') }} as list_amount,
        cast(amount_up_to_it as decimal(18, 2))
        - cast(amount_up_to_it - exact_net_amount as decimal(18, 2)) as net_amount,
        cast(null as decimal(18, 2)) as cost_amount,
        '{{ var("currency") }}' as currency_code,
        cast(null as decimal(18, 2)) as document_amount,
        cast(null as {{ dbt.type_string() }}) as document_currency_code,
        cast(null as decimal(18, 2)) as ledger_cost_amount,
        false as is_inter_company
    from summed
)

select * from final
