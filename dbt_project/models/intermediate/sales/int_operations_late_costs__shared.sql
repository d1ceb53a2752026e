{{ config(enabled='operations' in var('sources', [])) }}

{#- What came late for goods that had left, shared among the deliveries of that product from the
    receipt on to the day of the cost, by quantity; the cents fall in the order of the deliveries.
    A cost of which nothing was delivered (its goods went into production) has no delivery. -#}
with landed_costs as (
    select * from {{ ref('stg_operations__landed_costs') }}
),

landed_cost_allocations as (
    select * from {{ ref('stg_operations__landed_cost_allocations') }}
),

invoice_matches as (
    select * from {{ ref('stg_operations__invoice_matches') }}
),

supplier_invoices as (
    select * from {{ ref('stg_operations__supplier_invoices') }}
),

supplier_invoice_lines as (
    select * from {{ ref('stg_operations__supplier_invoice_lines') }}
),

receipts as (
    select * from {{ ref('stg_operations__receipts') }}
),

receipt_lines as (
    select * from {{ ref('stg_operations__receipt_lines') }}
),

delivery_lines as (
    select * from {{ ref('int_operations_delivery_lines__matched') }}
),

-- What the stock does not bear is a cost of what was sold.
late_costs as (
    select
        'landed' as component,
        'landed ' || cast(landed_cost_allocations.landed_cost_allocation_id as {{ dbt.type_string() }})
            as cost_id,
        landed_costs.landed_cost_number as document_number,
        landed_costs.posted_on,
        landed_costs.recorded_at,
        landed_costs.loaded_on,
        landed_cost_allocations.receipt_line_id,
        landed_cost_allocations.cost_amount_base as amount
    from landed_cost_allocations
    inner join landed_costs
        on landed_cost_allocations.landed_cost_id = landed_costs.landed_cost_id
    where landed_cost_allocations.cost_amount_base <> 0
    union all
    select
        'purchase_price' as component,
        'match ' || cast(invoice_matches.invoice_match_id as {{ dbt.type_string() }}) as cost_id,
        supplier_invoices.supplier_invoice_number as document_number,
        invoice_matches.matched_on as posted_on,
        invoice_matches.recorded_at,
        invoice_matches.loaded_on,
        invoice_matches.receipt_line_id,
        invoice_matches.invoice_amount_base - invoice_matches.receipt_amount_base
        - invoice_matches.stock_amount_base as amount
    from invoice_matches
    left join supplier_invoice_lines
        on invoice_matches.supplier_invoice_line_id = supplier_invoice_lines.supplier_invoice_line_id
    left join supplier_invoices
        on supplier_invoice_lines.supplier_invoice_id = supplier_invoices.supplier_invoice_id
    where invoice_matches.invoice_amount_base - invoice_matches.receipt_amount_base
        <> invoice_matches.stock_amount_base
),

received as (
    select
        late_costs.*,
        receipts.company_id,
        receipts.received_on,
        receipt_lines.product_id,
        receipt_lines.recorded_at as received_at
    from late_costs
    inner join receipt_lines
        on late_costs.receipt_line_id = receipt_lines.receipt_line_id
    inner join receipts
        on receipt_lines.receipt_id = receipts.receipt_id
),

taken as (
    select
        received.cost_id,
        delivery_lines.delivery_line_id,
        delivery_lines.quantity,
        sum(delivery_lines.quantity) over (
            partition by received.cost_id
            order by delivery_lines.delivered_on, delivery_lines.delivery_line_id
            rows unbounded preceding
        ) as quantity_up_to_it,
        sum(delivery_lines.quantity) over (partition by received.cost_id) as all_quantity
    from received
    inner join delivery_lines
        on received.company_id = delivery_lines.company_id
        and received.product_id = delivery_lines.product_id
        and received.received_on <= delivery_lines.delivered_on
        and received.posted_on >= delivery_lines.delivered_on
    where (
        received.received_on < delivery_lines.delivered_on
        or received.received_at < delivery_lines.recorded_at
    )
    and (
        received.posted_on > delivery_lines.delivered_on
        or received.recorded_at > delivery_lines.recorded_at
    )
),

final as (
    select
        received.component,
        received.cost_id,
        received.document_number,
        received.company_id,
        received.product_id,
        received.posted_on,
        received.loaded_on,
        taken.delivery_line_id,
        case when taken.delivery_line_id is null
            then received.amount
            else {{ affluent.in_proportion(
                'received.amount', 'taken.quantity_up_to_it', 'taken.all_quantity'
            ) }}
            - {{ affluent.in_proportion(
                'received.amount', '(taken.quantity_up_to_it - taken.quantity)', 'taken.all_quantity'
            ) }}
        end as amount
    from received
    left join taken
        on received.cost_id = taken.cost_id
)

select * from final
