"""An order that leaves in parts: the rest is promised again, what nobody wants is cancelled."""

from __future__ import annotations

from decimal import Decimal

from bookkeeping import entry
from receivable_books import every_rule_holds, number
from trade import DAY, Trade, day

from operations.erp.sales import commands as sales
from operations.erp.sales.model import Line


def test_the_rest_of_an_order_comes_later_and_its_end_is_cancelled(trade: Trade) -> None:
    connection = trade.connection
    order_id = sales.order(
        connection,
        customer_id=trade.customer,
        ordered_on=DAY,
        promised_on=day(5),
        lines=[Line(trade.pump, Decimal(10), Decimal(100))],
    )
    (line,) = trade.order_lines(order_id)
    status = "select status from erp.sales_orders where order_id = %s"

    # Six of ten are there on the promised day; the rest is promised for the 20th.
    first = sales.deliver(
        connection,
        order_id=order_id,
        delivered_on=day(5),
        quantities={line: Decimal(6)},
        back_order_promised_on=day(20),
    )
    assert entry(trade, number(trade, "delivery", first)) == [
        ("6037", "360.00", ""),
        ("37", "", "360.00"),
    ]
    invoice = number(
        trade, "invoice", sales.invoice(connection, order_id=order_id, posted_on=day(6))
    )
    assert entry(trade, invoice) == [
        ("411", "720.00", ""),
        ("707", "", "600.00"),
        ("44571", "", "120.00"),
    ]
    assert trade.row(status, order_id) == "open"

    # The supplier is late: another day is told. Three more leave; the last is not wanted any more.
    sales.promise(
        connection, order_id=order_id, promised_on=day(30), told_on=day(18), reason="supplier late"
    )
    sales.deliver(
        connection, order_id=order_id, delivered_on=day(28), quantities={line: Decimal(3)}
    )
    sales.cancel_remainder(
        connection, order_id=order_id, cancelled_on=day(29), reason="bought elsewhere"
    )
    assert trade.row(status, order_id) == "delivered"
    sales.invoice(connection, order_id=order_id, posted_on=day(30))
    assert trade.row(status, order_id) == "invoiced"

    # On time and in full is measured by the first promise; every later one is kept beside it.
    promises = connection.execute(
        "select promised_on, told_on, reason from erp.sales_order_promises order by promise_id"
    ).fetchall()
    assert promises == [
        (day(5), DAY, None),
        (day(20), day(5), "back-order"),
        (day(30), day(18), "supplier late"),
    ]
    punctual = trade.row(
        "select sum(delivered.quantity) filter (where delivered_on <= first.promised_on)"
        "  / sum(lines.quantity - lines.cancelled_quantity) filter (where is_first)"
        " from (select *, row_number() over (partition by order_line_id order by delivery_line_id)"
        "   = 1 as is_first from erp.delivery_lines) as delivered"
        " join erp.deliveries using (delivery_id)"
        " join erp.sales_order_lines as lines using (order_line_id)"
        " join lateral (select promised_on from erp.sales_order_promises as told"
        "  where told.order_line_id = lines.order_line_id order by promise_id limit 1) as first"
        "  on true"
    )
    assert round(punctual, 4) == Decimal("0.6667")  # six of nine
    cancelled = trade.row("select quantity, net_amount from erp.sales_order_cancellations")
    assert cancelled == (1, 100)
    every_rule_holds(trade)
