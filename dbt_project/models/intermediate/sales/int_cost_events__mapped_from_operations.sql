{{ config(enabled='operations' in var('sources', [])) }}

with late_costs as (
    select * from {{ ref('int_operations_late_costs__shared') }}
),

delivery_lines as (
    select * from {{ ref('int_operations_delivery_lines__matched') }}
),

deliveries as (
    select * from {{ ref('stg_operations__deliveries') }}
),

invoices as (
    select * from {{ ref('stg_operations__invoices') }}
),

invoice_lines as (
    select * from {{ ref('stg_operations__invoice_lines') }}
),

credit_notes as (
    select * from {{ ref('stg_operations__credit_notes') }}
),

credit_note_lines as (
    select * from {{ ref('stg_operations__credit_note_lines') }}
),

sales_orders as (
    select * from {{ ref('stg_operations__sales_orders') }}
),

sales_order_lines as (
    select * from {{ ref('stg_operations__sales_order_lines') }}
),

rebates as (
    select * from {{ ref('stg_operations__rebates') }}
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

-- What came with the first load was known from its own day on; what is loaded later, from then on.
first_loads as (
    select min(loaded_on) as loaded_on
    from late_costs
),

late as (
    select
        late_costs.component,
        late_costs.cost_id || coalesce(
            '/' || cast(late_costs.delivery_line_id as {{ dbt.type_string() }}), ''
        ) as event_id,
        late_costs.document_number,
        late_costs.company_id,
        late_costs.product_id,
        late_costs.posted_on,
        case when late_costs.loaded_on > first_loads.loaded_on
            then greatest(late_costs.loaded_on, late_costs.posted_on)
            else late_costs.posted_on
        end as known_on,
        case when delivery_lines.invoice_number is not null then 'invoice' end
            as sales_document_type,
        delivery_lines.invoice_number as sales_document_number,
        delivery_lines.invoice_line_number as sales_line_number,
        delivery_lines.order_id,
        cast(null as bigint) as customer_id,
        late_costs.amount
    from late_costs
    cross join first_loads
    left join delivery_lines
        on late_costs.delivery_line_id = delivery_lines.delivery_line_id
),

-- What the carrier asks for a delivery is shared among its lines by what they are worth.
weighed as (
    select
        delivery_lines.*,
        deliveries.freight_cost_amount,
        {{ affluent.in_proportion(
            'sales_order_lines.net_amount_base', 'delivery_lines.quantity',
            'sales_order_lines.quantity'
        ) }} as worth
    from delivery_lines
    inner join deliveries
        on delivery_lines.delivery_id = deliveries.delivery_id
    inner join sales_order_lines
        on delivery_lines.order_line_id = sales_order_lines.order_line_id
    where deliveries.freight_cost_amount <> 0
),

carried as (
    select
        *,
        sum(worth) over (
            partition by delivery_id
            order by delivery_line_id
            rows unbounded preceding
        ) as worth_up_to_it,
        sum(worth) over (partition by delivery_id) as all_worth
    from weighed
),

freight as (
    select
        'outbound_freight' as component,
        'delivery line ' || cast(delivery_line_id as {{ dbt.type_string() }}) as event_id,
        delivery_number as document_number,
        company_id,
        product_id,
        delivered_on as posted_on,
        delivered_on as known_on,
        case when invoice_number is not null then 'invoice' end as sales_document_type,
        invoice_number as sales_document_number,
        invoice_line_number as sales_line_number,
        order_id,
        cast(null as bigint) as customer_id,
        {{ affluent.in_proportion('freight_cost_amount', 'worth_up_to_it', 'all_worth') }}
        - {{ affluent.in_proportion(
            'freight_cost_amount', '(worth_up_to_it - worth)', 'all_worth'
        ) }} as amount
    from carried
),

-- The seller's share of what was invoiced, as agreed with the order; a credit note takes it back.
commission as (
    select
        'commission' as component,
        'invoice line ' || cast(invoice_lines.invoice_line_id as {{ dbt.type_string() }})
            as event_id,
        invoices.invoice_number as document_number,
        invoices.company_id,
        invoice_lines.product_id,
        invoices.posted_on,
        invoices.posted_on as known_on,
        'invoice' as sales_document_type,
        invoices.invoice_number as sales_document_number,
        cast(invoice_lines.line_number as {{ dbt.type_string() }}) as sales_line_number,
        invoices.order_id,
        invoices.customer_id,
        {{ affluent.mul_money(
            'invoice_lines.net_amount_base', 'invoice_lines.commission_rate'
        ) }} as amount
    from invoice_lines
    inner join invoices
        on invoice_lines.invoice_id = invoices.invoice_id
    where invoice_lines.commission_rate <> 0
    union all
    select
        'commission' as component,
        'credit note line ' || cast(
            credit_note_lines.credit_note_line_id as {{ dbt.type_string() }}
        ) as event_id,
        credit_notes.credit_note_number as document_number,
        credit_notes.company_id,
        credit_note_lines.product_id,
        credit_notes.posted_on,
        credit_notes.posted_on as known_on,
        'credit_note' as sales_document_type,
        credit_notes.credit_note_number as sales_document_number,
        cast(credit_note_lines.line_number as {{ dbt.type_string() }}) as sales_line_number,
        cast(null as bigint) as order_id,
        credit_notes.customer_id,
        -{{ affluent.mul_money(
            'credit_note_lines.net_amount_base', 'invoice_lines.commission_rate'
        ) }} as amount
    from credit_note_lines
    inner join credit_notes
        on credit_note_lines.credit_note_id = credit_notes.credit_note_id
    inner join invoice_lines
        on credit_note_lines.invoice_line_id = invoice_lines.invoice_line_id
    where invoice_lines.commission_rate <> 0
),

-- A rebate is a share of what was invoiced in its time, less what was credited: each line bears
-- its own.
bought as (
    select
        invoices.company_id,
        invoices.customer_id,
        invoices.posted_on,
        invoice_lines.product_id,
        'invoice' as sales_document_type,
        invoices.invoice_number as sales_document_number,
        cast(invoice_lines.line_number as {{ dbt.type_string() }}) as sales_line_number,
        invoice_lines.net_amount_base
    from invoice_lines
    inner join invoices
        on invoice_lines.invoice_id = invoices.invoice_id
    union all
    select
        credit_notes.company_id,
        credit_notes.customer_id,
        credit_notes.posted_on,
        credit_note_lines.product_id,
        'credit_note' as sales_document_type,
        credit_notes.credit_note_number as sales_document_number,
        cast(credit_note_lines.line_number as {{ dbt.type_string() }}) as sales_line_number,
        -credit_note_lines.net_amount_base as net_amount_base
    from credit_note_lines
    inner join credit_notes
        on credit_note_lines.credit_note_id = credit_notes.credit_note_id
),

rebated as (
    select
        rebates.rebate_number,
        rebates.posted_on,
        rebates.net_amount,
        bought.company_id,
        bought.customer_id,
        bought.product_id,
        bought.sales_document_type,
        bought.sales_document_number,
        bought.sales_line_number,
        bought.net_amount_base,
        sum(bought.net_amount_base) over (
            partition by rebates.rebate_id
            order by bought.posted_on, bought.sales_document_number, bought.sales_line_number
            rows unbounded preceding
        ) as bought_up_to_it,
        sum(bought.net_amount_base) over (partition by rebates.rebate_id) as all_bought
    from rebates
    inner join bought
        on rebates.company_id = bought.company_id
        and rebates.customer_id = bought.customer_id
        and rebates.starts_on <= bought.posted_on
        and rebates.ends_on >= bought.posted_on
),

rebate_shares as (
    select
        'rebate' as component,
        rebate_number || '/' || sales_document_number || '/' || sales_line_number as event_id,
        rebate_number as document_number,
        company_id,
        product_id,
        posted_on,
        posted_on as known_on,
        sales_document_type,
        sales_document_number,
        sales_line_number,
        cast(null as bigint) as order_id,
        customer_id,
        {{ affluent.in_proportion('net_amount', 'bought_up_to_it', 'all_bought') }}
        - {{ affluent.in_proportion(
            'net_amount', '(bought_up_to_it - net_amount_base)', 'all_bought'
        ) }} as amount
    from rebated
),

events as (
    select * from late
    union all
    select * from freight
    union all
    select * from commission
    union all
    select * from rebate_shares
),

final as (
    select
        'operations' as source_name,
        companies.company_code,
        events.event_id,
        events.component,
        events.document_number,
        events.posted_on,
        events.known_on,
        events.sales_document_type,
        events.sales_document_number,
        events.sales_line_number,
        customers.customer_number as customer_id,
        products.product_number as product_id,
        sales_orders.seller_name,
        coalesce(
            {{ affluent.mul_money('events.amount', 'group_rates.rate') }}, events.amount
        ) as amount,
        case when group_rates.rate is null
            then companies.currency_code
            else '{{ var("currency") }}'
        end as currency_code,
        coalesce(customers.is_inter_company, false) as is_inter_company
    from events
    left join companies
        on events.company_id = companies.company_id
    left join group_rates
        on companies.currency_code = group_rates.currency_code
        and events.posted_on >= group_rates.valid_from_on
        and events.posted_on <= group_rates.valid_to_on
    left join sales_orders
        on events.order_id = sales_orders.order_id
    left join customers
        on coalesce(events.customer_id, sales_orders.customer_id) = customers.customer_id
    left join products
        on events.product_id = products.product_id
    where events.amount <> 0
)

select * from final
