{{ config(enabled='operations' in var('sources', [])) }}

with quotes as (
    select * from {{ ref('stg_operations__quotes') }}
),

sales_orders as (
    select * from {{ ref('stg_operations__sales_orders') }}
),

opportunities as (
    select * from {{ ref('stg_operations__opportunities') }}
),

companies as (
    select * from {{ ref('stg_operations__companies') }}
),

documents as (
    select
        opportunity_id,
        company_id,
        'quote' as document_type,
        quote_number as document_number,
        quoted_on as documented_on
    from quotes
    where opportunity_id is not null
    union all
    select
        quotes.opportunity_id,
        quotes.company_id,
        'order' as document_type,
        sales_orders.order_number as document_number,
        sales_orders.ordered_on as documented_on
    from quotes
    inner join sales_orders
        on quotes.quote_id = sales_orders.quote_id
    where quotes.opportunity_id is not null
),

final as (
    select
        'operations' as source_name,
        companies.company_code,
        opportunities.opportunity_number as opportunity_id,
        documents.document_type,
        documents.document_number,
        documents.documented_on
    from documents
    inner join opportunities
        on documents.opportunity_id = opportunities.opportunity_id
    left join companies
        on documents.company_id = companies.company_id
)

select * from final
