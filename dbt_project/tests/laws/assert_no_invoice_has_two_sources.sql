-- Two sources that claim one invoice (one number, customer and day) would count it twice. Offenders
-- are the documents, with both sources and both amounts.
with sales_lines as (
    select * from {{ ref('fct_sales_lines') }}
),

documents as (
    select
        source_name,
        document_type,
        document_number,
        customer_key,
        posted_on,
        sum(revenue_amount_base) as revenue_amount
    from sales_lines
    where customer_key <> {{ affluent.unknown_key() }}
    group by source_name, document_type, document_number, customer_key, posted_on
),

final as (
    select
        document_type,
        document_number,
        posted_on,
        min(source_name) as source_name,
        max(source_name) as other_source_name,
        min(revenue_amount) as least_revenue_amount,
        max(revenue_amount) as greatest_revenue_amount
    from documents
    group by document_type, document_number, customer_key, posted_on
    having count(distinct source_name) > 1
)

select * from final
