with opportunities as (
    select * from {{ ref('fct_opportunities') }}
),

deal_documents as (
    select * from {{ ref('int_deal_documents__unioned') }}
),

order_lines as (
    select * from {{ ref('fct_order_lines') }}
),

sales_lines as (
    select * from {{ ref('fct_sales_lines') }}
),

open_items as (
    select * from {{ ref('fct_open_items') }}
),

-- A document of sale is paid on the day on which the last of its items was settled.
settled_documents as (
    select
        source_name,
        company_code,
        document_number,
        case when count(*) = count(settled_on) then max(settled_on) end as paid_on
    from open_items
    where item_type = 'receivable'
        and document_number is not null
    group by source_name, company_code, document_number
),

quoted as (
    select
        source_name,
        opportunity_id,
        count(*) as quote_count,
        min(documented_on) as first_quoted_on
    from deal_documents
    where document_type = 'quote'
    group by source_name, opportunity_id
),

deal_orders as (
    select
        source_name,
        coalesce(company_code, '') as company_code,
        opportunity_id,
        document_number as order_number,
        documented_on as ordered_on
    from deal_documents
    where document_type = 'order'
),

ordered as (
    select
        deal_orders.source_name,
        deal_orders.opportunity_id,
        min(deal_orders.order_number) as order_number,
        min(deal_orders.ordered_on) as ordered_on,
        max(order_lines.promised_on) as promised_on,
        max(order_lines.last_delivered_on) as delivered_on,
        sum(order_lines.ordered_amount_base - order_lines.cancelled_amount_base) as ordered_amount,
        sum(order_lines.delivered_amount_base) as delivered_amount
    from deal_orders
    left join order_lines
        on deal_orders.source_name = order_lines.source_name
        and deal_orders.company_code = order_lines.company_code
        and deal_orders.order_number = order_lines.order_number
    group by deal_orders.source_name, deal_orders.opportunity_id
),

invoiced as (
    select
        deal_orders.source_name,
        deal_orders.opportunity_id,
        max(sales_lines.posted_on) as invoiced_on,
        sum(sales_lines.revenue_amount_base) as invoiced_amount,
        sum(case
            when sales_lines.document_type = 'invoice' then sales_lines.revenue_amount_base else 0
        end) as billed_amount,
        sum(sales_lines.gross_margin_amount_base) as margin_amount,
        sum(case
            when settled_documents.paid_on <= {{ affluent.as_of() }}
                then sales_lines.revenue_amount_base
            else 0
        end) as paid_amount,
        case when count(*) = count(settled_documents.paid_on)
            then max(settled_documents.paid_on)
        end as paid_on
    from deal_orders
    inner join sales_lines
        on deal_orders.source_name = sales_lines.source_name
        and deal_orders.company_code = sales_lines.company_code
        and deal_orders.order_number = sales_lines.order_number
    left join settled_documents
        on sales_lines.source_name = settled_documents.source_name
        and sales_lines.company_code = settled_documents.company_code
        and sales_lines.document_number = settled_documents.document_number
    group by deal_orders.source_name, deal_orders.opportunity_id
),

threaded as (
    select
        opportunities.opportunity_key,
        opportunities.source_name,
        opportunities.opportunity_id as opportunity_number,
        opportunities.opportunity_name,
        opportunities.customer_key,
        opportunities.product_key,
        opportunities.seller_name,
        opportunities.seller_team,
        opportunities.closed_on as won_on,
        opportunities.expected_close_on,
        coalesce(opportunities.amount_base, 0) as won_amount,
        coalesce(quoted.quote_count, 0) as quote_count,
        quoted.first_quoted_on,
        ordered.order_number,
        ordered.ordered_on,
        ordered.promised_on,
        ordered.delivered_on,
        coalesce(ordered.ordered_amount, 0) as ordered_amount,
        coalesce(ordered.delivered_amount, 0) as delivered_amount,
        invoiced.invoiced_on,
        coalesce(invoiced.invoiced_amount, 0) as invoiced_amount,
        coalesce(invoiced.billed_amount, 0) as billed_amount,
        coalesce(invoiced.margin_amount, 0) as margin_amount,
        invoiced.paid_on,
        coalesce(invoiced.paid_amount, 0) as paid_amount,
        opportunities.currency_code
    from opportunities
    left join quoted
        on opportunities.source_name = quoted.source_name
        and opportunities.opportunity_id = quoted.opportunity_id
    left join ordered
        on opportunities.source_name = ordered.source_name
        and opportunities.opportunity_id = ordered.opportunity_id
    left join invoiced
        on opportunities.source_name = invoiced.source_name
        and opportunities.opportunity_id = invoiced.opportunity_id
    where opportunities.status = 'won'
),

-- What leaks between two steps is what the earlier has and the later has not. Without an order all
-- of the deal leaks; with one, the order says what the customer wants now. What was credited was
-- invoiced before: it is no leak, but less money.
final as (
    select
        opportunity_key,
        source_name,
        opportunity_number,
        opportunity_name,
        customer_key,
        product_key,
        seller_name,
        seller_team,
        won_on,
        expected_close_on,
        cast(quote_count as integer) as quote_count,
        first_quoted_on,
        order_number,
        ordered_on,
        promised_on,
        delivered_on,
        invoiced_on,
        paid_on,
        case
            when order_number is null then 'won'
            when paid_on is not null and billed_amount >= ordered_amount then 'paid'
            when billed_amount > 0 then 'invoiced'
            when delivered_amount > 0 then 'delivered'
            else 'ordered'
        end as reached,
        cast(won_amount as decimal(18, 2)) as won_amount_base,
        cast(ordered_amount as decimal(18, 2)) as ordered_amount_base,
        cast(delivered_amount as decimal(18, 2)) as delivered_amount_base,
        cast(invoiced_amount as decimal(18, 2)) as invoiced_amount_base,
        cast(paid_amount as decimal(18, 2)) as paid_amount_base,
        cast(margin_amount as decimal(18, 2)) as realised_margin_amount_base,
        cast(case when order_number is null then won_amount else 0 end as decimal(18, 2))
            as won_not_ordered_amount_base,
        cast(greatest(ordered_amount - delivered_amount, 0) as decimal(18, 2))
            as ordered_not_delivered_amount_base,
        cast(greatest(delivered_amount - billed_amount, 0) as decimal(18, 2))
            as delivered_not_invoiced_amount_base,
        cast(invoiced_amount - paid_amount as decimal(18, 2)) as invoiced_not_paid_amount_base,
        cast({{ affluent.days_between('won_on', 'ordered_on') }} as integer) as won_to_order_days,
        cast({{ affluent.days_between('won_on', 'paid_on') }} as integer) as won_to_cash_days,
        currency_code
    from threaded
)

select * from final
