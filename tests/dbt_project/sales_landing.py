"""What the tiny operational store knows of its orders and of what its sales cost beside the goods.

Five pumps and four hoses were ordered, one pump was cancelled late, the rest left in one delivery
that a carrier was paid for. The pumps turned out to cost more: twenty euros of freight that was
billed when they had left. A rebate follows in July.
"""

from __future__ import annotations

from typing import Final

# Table → its rows as a SQL relation, typed as PostgreSQL types them.
TABLES: Final[dict[str, str]] = {
    "sales_order_lines": """
        select *, null::date as promised_on, 0.03::decimal(9, 6) as commission_rate,
            0::decimal(18, 4) as cancelled_quantity
        from (values
            (1::bigint, 1::bigint, 1, 1::bigint, 5.0000::decimal(18, 4), 260.0000::decimal(18, 4),
                0.000000::decimal(9, 6), 1300.00::decimal(18, 2)),
            (2, 1, 2, 2, 4.0000, 12.5000, 0.000000, 50.00)
        ) as t (order_line_id, order_id, line_number, product_id, quantity, unit_price,
            discount_rate, net_amount_base)
    """,
    "sales_order_cancellations": """
        select 1::bigint as cancellation_id, 1::bigint as order_line_id,
            date '2024-03-20' as cancelled_on, 1.0000::decimal(18, 4) as quantity,
            260.00::decimal(18, 2) as net_amount_base
    """,
    "sales_order_promises": """
        select 1::bigint as promise_id, 2::bigint as order_line_id,
            date '2024-03-08' as promised_on, date '2024-03-01' as told_on
    """,
    "deliveries": """
        select 1::bigint as delivery_id, 'DL1' as delivery_number, 1::bigint as order_id,
            date '2024-03-08' as delivered_on, 1::bigint as company_id,
            14.00::decimal(18, 2) as freight_cost_amount
    """,
    "delivery_lines": """
        select *, timestamp '2024-03-08 10:00' as created_at from (values
            (1::bigint, 1::bigint, 1, 1::bigint, 1::bigint, 4.0000::decimal(18, 4),
                410.00::decimal(18, 2)),
            (2, 1, 2, 2, 2, 4.0000, null)
        ) as t (delivery_line_id, delivery_id, line_number, order_line_id, product_id, quantity,
            cost_amount)
    """,
    "landed_costs": """
        select 1::bigint as landed_cost_id, 'LC1' as landed_cost_number, 1::bigint as company_id,
            2::bigint as supplier_invoice_id, 'freight' as kind, date '2024-04-05' as posted_on,
            timestamp '2024-04-05 10:00' as created_at
    """,
    "landed_cost_allocations": """
        select 1::bigint as landed_cost_allocation_id, 1::bigint as landed_cost_id,
            1::bigint as receipt_line_id, 1::bigint as product_id, 50.00::decimal(18, 2) as
            amount_base, 30.00::decimal(18, 2) as stock_amount_base,
            20.00::decimal(18, 2) as cost_amount_base
    """,
    "rebates": """
        select 1::bigint as rebate_id, 1::bigint as company_id, 'CN3' as rebate_number,
            1::bigint as customer_id, date '2024-01-01' as starts_on, date '2024-06-30' as ends_on,
            date '2024-07-01' as posted_on, 7.70::decimal(18, 2) as net_amount
    """,
}
