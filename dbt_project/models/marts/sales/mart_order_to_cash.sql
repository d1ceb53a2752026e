with sales_lines as (
    select * from {{ ref('fct_sales_lines') }}
),

open_items as (
    select * from {{ ref('fct_open_items') }}
),

invoices as (
    select
        source_name,
        company_code,
        document_number,
        min(customer_key) as customer_key,
        min(sales_context_key) as sales_context_key,
        min(ordered_on) as ordered_on,
        min(posted_on) as posted_on,
        sum(revenue_amount_base) as revenue_amount_base
    from sales_lines
    where document_type = 'invoice'
        and ordered_on is not null
    group by source_name, company_code, document_number
),

-- An invoice is paid when none of its items is open any more.
settled as (
    select
        source_name,
        company_code,
        document_number,
        max(settled_on) as settled_on
    from open_items
    where item_type = 'receivable'
    group by source_name, company_code, document_number
    having count(*) = count(settled_on)
),

final as (
    select
        {{ affluent.surrogate_key([
            'invoices.source_name', 'invoices.company_code', 'invoices.document_number'
        ]) }} as order_to_cash_key,
        invoices.source_name,
        invoices.company_code,
        invoices.document_number,
        invoices.customer_key,
        invoices.sales_context_key,
        invoices.ordered_on,
        invoices.posted_on,
        settled.settled_on as cash_on,
        cast({{ affluent.days_between('invoices.ordered_on', 'settled.settled_on') }} as integer)
            as order_to_cash_days,
        cast(invoices.revenue_amount_base as decimal(18, 2)) as revenue_amount_base
    from invoices
    inner join settled
        on invoices.source_name = settled.source_name
        and invoices.company_code = settled.company_code
        and invoices.document_number = settled.document_number
)

select * from final
