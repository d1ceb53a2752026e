{#- What is in the workshop is a balance: an order is in it by what it took less what came out, never
    below zero, until it is closed. -#}
with production_events as (
    select
        *,
        case when event_kind = 'output' then -amount else amount end as spent_amount,
        {{ affluent.mul_money(
            "case when event_kind = 'output' then -amount else amount end", 'group_rate'
        ) }} as spent_amount_base
    from {{ ref('int_production_events__unioned') }}
),

production_orders as (
    select * from {{ ref('int_production_orders__unioned') }}
),

products as (
    select * from {{ ref('int_products__resolved') }}
),

days as (
    select
        source_name,
        company_code,
        order_number,
        happened_on as moved_on,
        spent_amount,
        spent_amount_base,
        0 as closings
    from production_events
    union all
    select
        source_name,
        company_code,
        order_number,
        closed_on as moved_on,
        0 as spent_amount,
        0 as spent_amount_base,
        1 as closings
    from production_orders
    where closed_on is not null
),

order_days as (
    select
        source_name,
        company_code,
        order_number,
        moved_on,
        sum(spent_amount) as spent_amount,
        sum(spent_amount_base) as spent_amount_base,
        sum(closings) as closings
    from days
    group by source_name, company_code, order_number, moved_on
),

running as (
    select
        source_name,
        company_code,
        order_number,
        moved_on,
        sum(spent_amount) over past as spent_amount,
        sum(spent_amount_base) over past as spent_amount_base,
        sum(closings) over past as closings
    from order_days
    window past as (
        partition by source_name, company_code, order_number order by moved_on asc
    )
),

states as (
    select
        source_name,
        company_code,
        order_number,
        moved_on,
        case when closings = 0 and spent_amount > 0 then spent_amount_base else 0 end
            as amount_base
    from running
),

changes as (
    select
        *,
        amount_base - coalesce(lag(amount_base) over (
            partition by source_name, company_code, order_number order by moved_on asc
        ), 0) as change_base
    from states
),

final as (
    select
        {{ affluent.surrogate_key([
            'changes.source_name', 'changes.company_code', 'changes.order_number',
            'changes.moved_on'
        ]) }} as work_in_progress_move_key,
        changes.moved_on,
        changes.source_name,
        changes.company_code,
        changes.order_number,
        coalesce(products.product_key, {{ affluent.unknown_key() }}) as product_key,
        cast(changes.change_base as decimal(18, 2)) as amount_base
    from changes
    inner join production_orders
        on changes.source_name = production_orders.source_name
        and changes.company_code = production_orders.company_code
        and changes.order_number = production_orders.order_number
    left join products
        on production_orders.source_name = products.source_name
        and production_orders.product_id = products.product_id
    where changes.change_base <> 0
)

select * from final
