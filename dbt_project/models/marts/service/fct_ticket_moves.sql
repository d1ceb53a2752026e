with tickets as (
    select * from {{ ref('fct_tickets') }}
),

moves as (
    select
        *,
        opened_on as moved_on,
        1 as ticket_count
    from tickets
    union all
    select
        *,
        resolved_on as moved_on,
        -1 as ticket_count
    from tickets
    where resolved_on is not null
),

final as (
    select
        {{ affluent.surrogate_key(['ticket_key', 'ticket_count']) }} as ticket_move_key,
        moved_on,
        ticket_key,
        source_name,
        company_code,
        ticket_number,
        customer_key,
        product_key,
        owner_name,
        priority,
        category,
        channel,
        cast(ticket_count as integer) as ticket_count
    from moves
)

select * from final
