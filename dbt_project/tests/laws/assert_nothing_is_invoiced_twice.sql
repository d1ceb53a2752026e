-- Of an order line no more is invoiced than was ordered and not cancelled, and no more is delivered:
-- what is beyond was invoiced twice, or sent to nobody's order. Offenders are the order lines.
with order_lines as (
    select * from {{ ref('fct_order_lines') }}
),

final as (
    select
        source_name,
        company_code,
        order_number,
        line_number,
        ordered_quantity,
        cancelled_quantity,
        delivered_quantity,
        invoiced_quantity
    from order_lines
    where invoiced_quantity > ordered_quantity - cancelled_quantity
        or delivered_quantity > ordered_quantity - cancelled_quantity
)

select * from final
