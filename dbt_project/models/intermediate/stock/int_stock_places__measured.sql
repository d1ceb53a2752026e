with stock_moves as (
    select * from {{ ref('fct_stock_moves') }}
),

span as (
    select
        cast({{ dbt.dateadd('day', -89, affluent.as_of()) }} as date) as first_on,
        {{ affluent.as_of() }} as last_on
),

days as (
    select
        source_name,
        company_code,
        product_key,
        coalesce(location_code, '') as location_code,
        moved_on,
        sum(quantity) as quantity,
        -sum(case
            when move_kind in ('sale_issue', 'customer_return', 'consumption', 'component_return')
                then quantity
            else 0
        end) as demand_quantity,
        bool_or(move_kind in ('sale_issue', 'consumption')) as is_issued,
        bool_or(move_kind in ('receipt', 'output')) as is_received
    from stock_moves
    where ownership = 'own'
        and quantity <> 0
        and moved_on <= {{ affluent.as_of() }}
    group by source_name, company_code, product_key, coalesce(location_code, ''), moved_on
),

running as (
    select
        *,
        sum(quantity) over (
            partition by source_name, company_code, product_key, location_code
            order by moved_on asc
        ) as closing_quantity,
        lead(moved_on) over (
            partition by source_name, company_code, product_key, location_code
            order by moved_on asc
        ) as next_on
    from days
),

-- A day on which nothing was there, from morning to evening, says nothing of the demand.
measured as (
    select
        running.*,
        case
            when running.closing_quantity > 0
                or running.closing_quantity - running.quantity > 0
                then case when running.moved_on >= span.first_on then 1 else 0 end
            else 0
        end + case
            when running.closing_quantity > 0
                then greatest(
                    {{ affluent.days_between(
                        'greatest(running.moved_on, cast(' ~ dbt.dateadd('day', -1, 'span.first_on')
                        ~ ' as date))',
                        'coalesce(cast(' ~ dbt.dateadd('day', -1, 'running.next_on')
                        ~ ' as date), span.last_on)'
                    ) }},
                    0
                )
            else 0
        end as demand_days,
        case when running.moved_on >= span.first_on then running.demand_quantity else 0 end
            as recent_demand_quantity
    from running
    cross join span
),

final as (
    select
        source_name,
        company_code,
        product_key,
        location_code,
        cast(sum(quantity) as decimal(18, 4)) as quantity,
        cast(sum(recent_demand_quantity) as decimal(18, 4)) as demand_quantity,
        cast(sum(demand_days) as integer) as demand_days,
        max(case when is_issued then moved_on end) as last_issued_on,
        max(case when is_received then moved_on end) as last_received_on
    from measured
    group by source_name, company_code, product_key, location_code
)

select * from final
