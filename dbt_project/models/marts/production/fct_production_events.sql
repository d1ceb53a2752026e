with production_events as (
    select * from {{ ref('int_production_events__unioned') }}
),

products as (
    select * from {{ ref('int_products__resolved') }}
),

final as (
    select
        {{ affluent.surrogate_key([
            'production_events.source_name', 'production_events.company_code',
            'production_events.event_id'
        ]) }} as production_event_key,
        production_events.happened_on,
        production_events.source_name,
        production_events.company_code,
        production_events.order_number,
        production_events.event_kind,
        coalesce(products.product_key, {{ affluent.unknown_key() }}) as product_key,
        production_events.work_centre_code,
        production_events.quantity,
        production_events.scrap_quantity,
        production_events.scrap_reason,
        production_events.hours,
        {{ affluent.mul_money('production_events.amount', 'production_events.group_rate') }}
            as amount_base
    from production_events
    left join products
        on production_events.source_name = products.source_name
        and production_events.product_id = products.product_id
)

select * from final
