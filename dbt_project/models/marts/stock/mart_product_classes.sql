{#- ABC by the margin of the last twelve months, XYZ by how much the demand of the last 52 weeks
    wavers: the coefficient of variation, up to 0.5 X, up to 1 Y. It is compared squared, in whole
    numbers: n × Σx² ≤ (1 + cv²) × (Σx)². -#}
with products as (
    select * from {{ ref('dim_products') }}
),

sales_lines as (
    select * from {{ ref('fct_sales_lines') }}
),

stock_moves as (
    select * from {{ ref('fct_stock_moves') }}
),

margins as (
    select
        product_key,
        sum(gross_margin_amount_base) as margin_amount
    from sales_lines
    where posted_on > {{ dbt.dateadd('year', -1, affluent.as_of()) }}
        and posted_on <= {{ affluent.as_of() }}
    group by product_key
),

ranked as (
    select
        products.product_key,
        coalesce(margins.margin_amount, 0) as margin_amount,
        sum(greatest(coalesce(margins.margin_amount, 0), 0)) over () as total_amount,
        sum(greatest(coalesce(margins.margin_amount, 0), 0)) over (
            order by coalesce(margins.margin_amount, 0) desc, products.product_key asc
            rows between unbounded preceding and current row
        ) - greatest(coalesce(margins.margin_amount, 0), 0) as amount_before
    from products
    left join margins
        on products.product_key = margins.product_key
),

-- Weeks are counted back from the company's day: the last one ends on it.
demand as (
    select
        product_key,
        cast(floor({{ affluent.days_between('moved_on', affluent.as_of()) }} / 7) as integer)
            as weeks_ago,
        -sum(quantity) as quantity
    from stock_moves
    where ownership = 'own'
        and move_kind in ('sale_issue', 'customer_return', 'consumption', 'component_return')
        and moved_on <= {{ affluent.as_of() }}
        and {{ affluent.days_between('moved_on', affluent.as_of()) }} < 364
    group by
        product_key,
        cast(floor({{ affluent.days_between('moved_on', affluent.as_of()) }} / 7) as integer)
),

-- Weeks without demand count, from the first one in which the product was in stock.
first_moves as (
    select
        product_key,
        least(
            cast(floor({{ affluent.days_between('min(moved_on)', affluent.as_of()) }} / 7) as integer)
            + 1,
            52
        ) as week_count
    from stock_moves
    where moved_on <= {{ affluent.as_of() }}
    group by product_key
),

spread as (
    select
        first_moves.product_key,
        max(first_moves.week_count) as week_count,
        sum(greatest(demand.quantity, 0)) as demand_quantity,
        sum(
            cast(greatest(demand.quantity, 0) as decimal(38, 4))
            * cast(greatest(demand.quantity, 0) as decimal(18, 4))
        ) as squared_quantity
    from first_moves
    inner join demand
        on first_moves.product_key = demand.product_key
    group by first_moves.product_key
),

compared as (
    select
        product_key,
        week_count,
        demand_quantity,
        week_count * squared_quantity as wavering,
        cast(demand_quantity as decimal(38, 4)) * cast(demand_quantity as decimal(18, 4))
            as steadiness
    from spread
    where demand_quantity > 0
),

final as (
    select
        ranked.product_key,
        case
            when ranked.margin_amount <= 0 then 'C'
            when ranked.amount_before < ranked.total_amount * 0.80 then 'A'
            when ranked.amount_before < ranked.total_amount * 0.95 then 'B'
            else 'C'
        end as abc_class,
        case
            when compared.product_key is null then 'n/a'
            when compared.wavering <= compared.steadiness * 1.25 then 'X'
            when compared.wavering <= compared.steadiness * 2 then 'Y'
            else 'Z'
        end as xyz_class,
        cast(ranked.margin_amount as decimal(18, 2)) as year_margin_amount_base,
        cast(coalesce(compared.demand_quantity, 0) as decimal(18, 4)) as year_demand_quantity,
        cast(compared.week_count as integer) as demand_week_count
    from ranked
    left join compared
        on ranked.product_key = compared.product_key
)

select * from final
