with customers as (
    select * from {{ ref('dim_customers') }}
),

sales_lines as (
    select * from {{ ref('fct_sales_lines') }}
),

opportunities as (
    select * from {{ ref('fct_opportunities') }}
),

sales_by_customer as (
    select
        customer_key,
        min(posted_on) as first_sale_on,
        max(posted_on) as last_sale_on,
        cast(count(distinct case
            when document_type = 'invoice' then source_name || '|' || order_number
        end) as integer) as order_count,
        cast(sum(revenue_amount_base) as decimal(18, 2)) as revenue_amount_base,
        cast(sum(gross_margin_amount_base) as decimal(18, 2)) as gross_margin_amount_base
    from sales_lines
    group by customer_key
),

deals_by_customer as (
    select
        customer_key,
        cast(count_if(status = 'open') as integer) as open_deal_count,
        cast(count_if(status = 'won') as integer) as won_deal_count,
        cast(count_if(status = 'lost') as integer) as lost_deal_count,
        cast(sum(case when status = 'open' then amount_base else 0 end) as decimal(18, 2))
            as open_pipeline_amount_base
    from opportunities
    group by customer_key
),

final as (
    select
        customers.customer_key,
        customers.customer_number,
        customers.customer_name,
        customers.country_name,
        customers.segment,
        sales_by_customer.first_sale_on,
        sales_by_customer.last_sale_on,
        coalesce(sales_by_customer.order_count, 0) as order_count,
        coalesce(sales_by_customer.revenue_amount_base, 0) as revenue_amount_base,
        coalesce(sales_by_customer.gross_margin_amount_base, 0) as gross_margin_amount_base,
        coalesce(deals_by_customer.open_deal_count, 0) as open_deal_count,
        coalesce(deals_by_customer.won_deal_count, 0) as won_deal_count,
        coalesce(deals_by_customer.lost_deal_count, 0) as lost_deal_count,
        coalesce(deals_by_customer.open_pipeline_amount_base, 0) as open_pipeline_amount_base
    from customers
    left join sales_by_customer
        on customers.customer_key = sales_by_customer.customer_key
    left join deals_by_customer
        on customers.customer_key = deals_by_customer.customer_key
)

select * from final
