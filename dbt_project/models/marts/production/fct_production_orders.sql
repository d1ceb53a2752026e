with production_orders as (
    select * from {{ ref('int_production_orders__unioned') }}
),

production_events as (
    select
        *,
        {{ affluent.mul_money('amount', 'group_rate') }} as amount_base
    from {{ ref('int_production_events__unioned') }}
),

products as (
    select * from {{ ref('int_products__resolved') }}
),

reported as (
    select
        source_name,
        company_code,
        order_number,
        sum(case when event_kind = 'output' then quantity else 0 end) as good_quantity,
        sum(scrap_quantity) as scrap_quantity,
        sum(hours) as worked_hours,
        sum(case when event_kind = 'material' then amount_base else 0 end) as material_amount,
        sum(case when event_kind = 'work' then amount_base else 0 end) as work_amount,
        sum(case when event_kind = 'output' then amount_base else 0 end) as output_amount,
        max(case when event_kind = 'output' then happened_on end) as last_output_on
    from production_events
    group by source_name, company_code, order_number
),

outputs as (
    select
        source_name,
        company_code,
        order_number,
        happened_on,
        sum(quantity + scrap_quantity) over (
            partition by source_name, company_code, order_number order by happened_on asc
        ) as made_quantity
    from production_events
    where event_kind = 'output'
),

-- All pieces are made, good or not; what it cost is settled some days later.
made_whole as (
    select
        outputs.source_name,
        outputs.company_code,
        outputs.order_number,
        min(outputs.happened_on) as made_on
    from outputs
    inner join production_orders
        on outputs.source_name = production_orders.source_name
        and outputs.company_code = production_orders.company_code
        and outputs.order_number = production_orders.order_number
        and outputs.made_quantity >= production_orders.planned_quantity
    group by outputs.source_name, outputs.company_code, outputs.order_number
),

measured as (
    select
        production_orders.*,
        coalesce(reported.good_quantity, 0) as good_quantity,
        coalesce(reported.scrap_quantity, 0) as scrap_quantity,
        coalesce(reported.worked_hours, 0) as worked_hours,
        coalesce(reported.material_amount, 0) as material_amount,
        coalesce(reported.work_amount, 0) as work_amount,
        coalesce(reported.output_amount, 0) as output_amount,
        coalesce(
            made_whole.made_on,
            case when production_orders.status = 'closed'
                then coalesce(reported.last_output_on, production_orders.closed_on)
            end
        ) as finished_on
    from production_orders
    left join reported
        on production_orders.source_name = reported.source_name
        and production_orders.company_code = reported.company_code
        and production_orders.order_number = reported.order_number
    left join made_whole
        on production_orders.source_name = made_whole.source_name
        and production_orders.company_code = made_whole.company_code
        and production_orders.order_number = made_whole.order_number
),

final as (
    select
        {{ affluent.surrogate_key([
            'measured.source_name', 'measured.company_code', 'measured.order_number'
        ]) }} as production_order_key,
        measured.source_name,
        measured.company_code,
        measured.order_number,
        coalesce(products.product_key, {{ affluent.unknown_key() }}) as product_key,
        measured.status,
        measured.planned_on,
        measured.start_on,
        measured.due_on,
        measured.released_on,
        measured.finished_on,
        measured.closed_on,
        measured.planned_quantity,
        cast(measured.good_quantity as decimal(18, 4)) as good_quantity,
        cast(measured.scrap_quantity as decimal(18, 4)) as scrap_quantity,
        measured.planned_hours,
        cast(measured.worked_hours as decimal(18, 6)) as worked_hours,
        cast(measured.material_amount as decimal(18, 2)) as material_amount_base,
        cast(measured.work_amount as decimal(18, 2)) as work_amount_base,
        cast(measured.output_amount as decimal(18, 2)) as output_amount_base,
        cast(case when measured.status = 'closed'
            then measured.material_amount + measured.work_amount - measured.output_amount
        end as decimal(18, 2)) as cost_variance_amount_base,
        measured.borne_by_stock_amount_base,
        measured.variance_amount_base,
        measured.status <> 'cancelled' and measured.due_on <= {{ affluent.as_of() }} as is_due,
        measured.status <> 'cancelled'
        and measured.due_on <= {{ affluent.as_of() }}
        and coalesce(measured.finished_on <= measured.due_on, false) as is_on_time,
        cast(case when measured.status <> 'cancelled'
            then greatest({{ affluent.days_between(
                'measured.due_on',
                'coalesce(measured.finished_on, greatest(measured.due_on, ' ~ affluent.as_of() ~ '))'
            ) }}, 0)
        end as integer) as days_late
    from measured
    left join products
        on measured.source_name = products.source_name
        and measured.product_id = products.product_id
)

select * from final
