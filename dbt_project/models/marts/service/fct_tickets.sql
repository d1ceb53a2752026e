with tickets as (
    select * from {{ ref('int_tickets__unioned') }}
),

customers as (
    select * from {{ ref('int_customers__resolved') }}
),

products as (
    select * from {{ ref('int_products__resolved') }}
),

final as (
    select
        {{ affluent.surrogate_key(['tickets.source_name', 'tickets.ticket_id']) }} as ticket_key,
        tickets.source_name,
        tickets.company_code,
        tickets.ticket_id as ticket_number,
        coalesce(customers.customer_key, {{ affluent.unknown_key() }}) as customer_key,
        coalesce(products.product_key, {{ affluent.unknown_key() }}) as product_key,
        tickets.owner_name,
        tickets.priority,
        tickets.category,
        tickets.channel,
        tickets.status,
        tickets.opened_on,
        tickets.resolved_on,
        cast({{ affluent.div_money('tickets.first_response_seconds', '3600', 4) }} as decimal(18, 4))
            as first_response_hours,
        cast({{ affluent.div_money('tickets.resolution_seconds', '3600', 4) }} as decimal(18, 4))
            as resolution_hours,
        case when tickets.is_first_response_due then 1 else 0 end
        + case when tickets.is_resolution_due then 1 else 0 end as due_count,
        case when tickets.is_first_response_due and tickets.is_first_response_breached then 1 else 0 end
        + case when tickets.is_resolution_due and tickets.is_resolution_breached then 1 else 0 end
            as breached_count,
        tickets.reopened_count
    from tickets
    left join customers
        on tickets.source_name = customers.source_name
        and tickets.customer_id = customers.customer_id
    left join products
        on tickets.source_name = products.source_name
        and tickets.product_id = products.product_id
)

select * from final
