with sales_lines as (
    select * from {{ ref('fct_sales_lines') }}
),

cost_events as (
    select * from {{ ref('fct_cost_events') }}
),

order_line_moves as (
    select * from {{ ref('fct_order_line_moves') }}
),

sellers as (
    select * from {{ ref('int_sellers__resolved') }}
),

contexts as (
    {%- for fact in ['sales_lines', 'cost_events', 'order_line_moves'] %}
    select
        sales_context_key,
        source_name,
        company_code,
        seller_name,
        is_inter_company
    from {{ fact }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

different as (
    select distinct
        sales_context_key,
        source_name,
        company_code,
        seller_name,
        is_inter_company
    from contexts
),

final as (
    select
        different.sales_context_key,
        different.source_name,
        different.company_code,
        different.seller_name,
        sellers.seller_key,
        different.is_inter_company
    from different
    left join sellers
        on different.source_name = sellers.source_name
        and different.seller_name = sellers.seller_id
)

select * from final
