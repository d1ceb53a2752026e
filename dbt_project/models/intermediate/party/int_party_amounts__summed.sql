with sales_lines as (
    select * from {{ ref('int_sales_lines__unioned') }}
),

opportunities as (
    select * from {{ ref('int_opportunities__unioned') }}
),

valued as (
    select * from {{ ref('int_opportunities__valued') }}
),

amounts as (
    select
        source_name || ':' || customer_id as record_id,
        net_amount as revenue_amount_base,
        cast(0 as decimal(18, 2)) as open_pipeline_amount_base
    from sales_lines
    union all
    select
        opportunities.source_name || ':' || opportunities.customer_id as record_id,
        cast(0 as decimal(18, 2)) as revenue_amount_base,
        valued.amount as open_pipeline_amount_base
    from opportunities
    inner join valued
        on opportunities.source_name = valued.source_name
        and opportunities.opportunity_id = valued.opportunity_id
    where valued.status = 'open'
),

final as (
    select
        record_id,
        cast(sum(revenue_amount_base) as decimal(18, 2)) as revenue_amount_base,
        cast(coalesce(sum(open_pipeline_amount_base), 0) as decimal(18, 2))
            as open_pipeline_amount_base
    from amounts
    where record_id is not null
    group by record_id
)

select * from final
