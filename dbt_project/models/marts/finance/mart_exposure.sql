with open_items as (
    select * from {{ ref('fct_open_items') }}
    where item_type = 'receivable'
        and opened_on <= {{ affluent.as_of() }}
        and (closed_on is null or closed_on > {{ affluent.as_of() }})
),

invoiced_items as (
    select * from {{ ref('fct_open_items') }}
    where item_type = 'receivable'
        and item_kind = 'invoice'
),

sales_lines as (
    select * from {{ ref('fct_sales_lines') }}
),

order_lines as (
    select * from {{ ref('int_order_lines__unioned') }}
    where currency_code = '{{ var("currency") }}'
),

order_line_moves as (
    select * from {{ ref('int_order_line_moves__unioned') }}
    where moved_on <= {{ affluent.as_of() }}
),

credit_limits as (
    select * from {{ ref('int_credit_limits__unioned') }}
),

customers as (
    select * from {{ ref('int_customers__resolved') }}
),

group_rates as (
    select
        ledger_currency_code as currency_code,
        max_by(group_rate, posted_on) filter (where group_rate is not null) as group_rate
    from {{ ref('int_journal_lines__unioned') }}
    where posted_on <= {{ affluent.as_of() }}
    group by ledger_currency_code
),

opportunities as (
    select * from {{ ref('fct_opportunities') }}
    where status = 'open'
),

receivables as (
    select
        customer_key,
        sum(amount_base) as receivable_amount_base,
        -sum(case when item_kind = 'cash' and ageing_basis = 'document date' then amount_base else 0 end)
            as unapplied_amount_base
    from open_items
    group by customer_key
),

moved as (
    select
        source_name,
        company_code,
        order_number,
        line_number,
        coalesce(sum(quantity) filter (where move_type = 'delivered'), 0) as delivered_quantity,
        coalesce(sum(quantity) filter (where move_type = 'invoiced'), 0) as invoiced_quantity,
        coalesce(sum(quantity) filter (where move_type = 'cancelled'), 0) as cancelled_quantity
    from order_line_moves
    group by source_name, company_code, order_number, line_number
),

-- What is not invoiced is either on its way or not yet: together all that was ordered and neither
-- invoiced nor cancelled.
remaining as (
    select
        order_lines.source_name,
        order_lines.customer_id,
        order_lines.net_amount,
        order_lines.quantity,
        greatest(
            order_lines.quantity - coalesce(moved.cancelled_quantity, 0)
            - coalesce(moved.invoiced_quantity, 0), 0
        ) as open_quantity,
        greatest(
            coalesce(moved.delivered_quantity, 0) - coalesce(moved.invoiced_quantity, 0), 0
        ) as shipped_quantity
    from order_lines
    left join moved
        on order_lines.source_name = moved.source_name
        and order_lines.company_code is not distinct from moved.company_code
        and order_lines.order_number = moved.order_number
        and order_lines.line_number = moved.line_number
    where order_lines.ordered_on <= {{ affluent.as_of() }}
),

-- Who pays owes, whoever ordered.
payers as (
    select
        source_name,
        customer_id,
        min(payer_customer_id) as payer_customer_id
    from credit_limits
    group by source_name, customer_id
),

orders as (
    select
        coalesce(customers.customer_key, {{ affluent.unknown_key() }}) as customer_key,
        sum({{ affluent.in_proportion(
            'remaining.net_amount',
            'least(remaining.shipped_quantity, remaining.open_quantity)', 'remaining.quantity'
        ) }}) as shipped_amount_base,
        sum({{ affluent.in_proportion(
            'remaining.net_amount', 'remaining.open_quantity', 'remaining.quantity'
        ) }}) as open_amount_base
    from remaining
    left join payers
        on remaining.source_name = payers.source_name
        and remaining.customer_id = payers.customer_id
    left join customers
        on remaining.source_name = customers.source_name
        and coalesce(payers.payer_customer_id, remaining.customer_id) = customers.customer_id
    group by coalesce(customers.customer_key, {{ affluent.unknown_key() }})
),

-- Orders are ex VAT: they will bear what the customer's invoices bore.
invoiced as (
    select
        customer_key,
        sum(amount_base) as invoiced_amount_base
    from invoiced_items
    group by customer_key
),

sold as (
    select
        customer_key,
        sum(revenue_amount_base) as revenue_amount_base
    from sales_lines
    group by customer_key
),

limits as (
    select
        customers.customer_key,
        sum({{ affluent.into_group_currency(
            'credit_limits.credit_limit_amount', 'group_rates.group_rate',
            'credit_limits.currency_code'
        ) }}) as credit_limit_amount_base
    from credit_limits
    inner join customers
        on credit_limits.source_name = customers.source_name
        and credit_limits.customer_id = customers.customer_id
    left join group_rates
        on credit_limits.currency_code = group_rates.currency_code
    group by customers.customer_key
),

pipeline as (
    select
        customer_key,
        sum(amount_base) as pipeline_amount_base
    from opportunities
    group by customer_key
),

concerned as (
    select customer_key from receivables
    union
    select customer_key from orders
    union
    select customer_key from limits
    union
    select customer_key from pipeline
),

summed as (
    select
        concerned.customer_key,
        coalesce(receivables.receivable_amount_base, 0) as receivable_amount_base,
        coalesce(receivables.unapplied_amount_base, 0) as unapplied_amount_base,
        coalesce({{ affluent.in_proportion(
            'orders.shipped_amount_base', 'invoiced.invoiced_amount_base',
            'sold.revenue_amount_base'
        ) }}, orders.shipped_amount_base, 0) as shipped_amount_base,
        coalesce({{ affluent.in_proportion(
            'orders.open_amount_base', 'invoiced.invoiced_amount_base', 'sold.revenue_amount_base'
        ) }}, orders.open_amount_base, 0) as order_amount_base,
        limits.credit_limit_amount_base,
        coalesce(pipeline.pipeline_amount_base, 0) as pipeline_amount_base
    from concerned
    left join receivables
        on concerned.customer_key = receivables.customer_key
    left join orders
        on concerned.customer_key = orders.customer_key
    left join invoiced
        on concerned.customer_key = invoiced.customer_key
    left join sold
        on concerned.customer_key = sold.customer_key
    left join limits
        on concerned.customer_key = limits.customer_key
    left join pipeline
        on concerned.customer_key = pipeline.customer_key
),

final as (
    select
        customer_key,
        {{ affluent.as_of() }} as stands_on,
        cast(receivable_amount_base as decimal(18, 2)) as receivable_amount_base,
        cast(unapplied_amount_base as decimal(18, 2)) as unapplied_amount_base,
        cast(shipped_amount_base as decimal(18, 2)) as shipped_amount_base,
        cast(order_amount_base - shipped_amount_base as decimal(18, 2)) as order_amount_base,
        cast(receivable_amount_base + order_amount_base as decimal(18, 2)) as exposure_amount_base,
        cast(credit_limit_amount_base as decimal(18, 2)) as credit_limit_amount_base,
        case when credit_limit_amount_base is not null
            then cast(receivable_amount_base + order_amount_base as decimal(18, 2))
        end as limited_exposure_amount_base,
        receivable_amount_base + order_amount_base > credit_limit_amount_base as is_over_limit,
        cast(pipeline_amount_base as decimal(18, 2)) as pipeline_amount_base
    from summed
)

select * from final
