"""Deliveries: goods leave the stock at the cost in force on that day, never more than ordered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, every, insert
from operations.erp.accounting.commands import post_in_open
from operations.erp.accounting.periods import require_open
from operations.erp.sales import postings
from operations.erp.sales.errors import (
    NoLines,
    NothingToDeliver,
    NotInDocument,
    OrderOnHold,
    OverDelivery,
    TooEarly,
)
from operations.erp.sales.exchange import Books
from operations.erp.sales.goods import send
from operations.erp.sales.model import require_amount, require_quantity
from operations.erp.sales.orders import locked_order
from operations.erp.sales.promises import tell
from operations.numbering import next_number


@dataclass(frozen=True)
class OrderedLine:
    """A line of an order and how much of it has left the stock."""

    order_line_id: int
    line_number: int
    product_id: int
    quantity: Decimal
    cancelled: Decimal
    delivered: Decimal
    net_amount: Decimal
    net_amount_base: Decimal

    @property
    def remaining(self) -> Decimal:
        """What may still be delivered."""
        return self.quantity - self.cancelled - self.delivered


def deliver(
    connection: Connection,
    *,
    order_id: int,
    delivered_on: dt.date,
    quantities: Mapping[int, Decimal] | None = None,
    back_order_promised_on: dt.date | None = None,
    freight_cost: Decimal = Decimal(0),
    location_id: int | None = None,
) -> int:
    """Deliver an order, or a part of it; return the delivery's key.

    ``quantities`` says how much of which order line; without it, all that remains goes. What
    then remains stays open, for the day that was promised or ``back_order_promised_on``.
    ``freight_cost`` is what the carrier asks, ex VAT, in company currency: his invoice is awaited.
    ``location_id`` is where the goods lie: the main place when none is given.
    """
    order = locked_order(connection, order_id)
    if order.is_on_hold:
        raise OrderOnHold(order.order_number)
    require_amount(freight_cost, what=f"The freight of order {order.order_number}")
    if delivered_on < order.ordered_on:
        raise TooEarly(
            "delivery", delivered_on, of=f"order {order.order_number}", earliest=order.ordered_on
        )
    if back_order_promised_on is not None and back_order_promised_on < delivered_on:
        raise TooEarly(
            "promised day",
            back_order_promised_on,
            of=f"the back-order of order {order.order_number}",
            earliest=delivered_on,
        )
    require_open(
        connection,
        delivered_on,
        document=f"delivery of order {order.order_number}",
        company_id=order.company_id,
    )
    lines = ordered_lines(connection, order_id)
    plan = planned(order.order_number, lines, quantities)
    number = next_number(connection, "delivery", order.company_id)
    delivery_id = insert(
        connection,
        "insert into erp.deliveries (company_id, delivery_number, order_id, delivered_on,"
        " freight_cost_amount) values (%s, %s, %s, %s, %s) returning delivery_id",
        [order.company_id, number, order_id, delivered_on, freight_cost],
    )
    sent = send(
        connection,
        delivered_on,
        number,
        [(line.order_line_id, line.product_id, quantity) for line, quantity in plan],
        location_id=location_id,
        company_id=order.company_id,
    )
    connection.execute(
        "insert into erp.delivery_lines (delivery_id, line_number, order_line_id, product_id,"
        " quantity, unit_cost, cost_amount)"
        " select %s, line_number, order_line_id, product_id, quantity, unit_cost, cost_amount"
        " from unnest(%s::bigint[], %s::bigint[], %s::numeric[], %s::numeric[], %s::numeric[])"
        "  with ordinality as lines"
        "  (order_line_id, product_id, quantity, unit_cost, cost_amount, line_number)",
        [
            delivery_id,
            [line.order_line_id for line, _ in plan],
            [line.product_id for line, _ in plan],
            [quantity for _, quantity in plan],
            [moved.unit_cost for moved in sent],
            [moved.value for moved in sent],
        ],
    )
    entry = postings.freight_awaited(
        number, delivered_on, freight_cost, books=Books(order.company_id)
    )
    if entry is not None:
        post_in_open(connection, entry)
    if sum(quantity for _, quantity in plan) == sum(line.remaining for line in lines):
        connection.execute(
            "update erp.sales_orders set status = 'delivered' where order_id = %s", [order_id]
        )
    if back_order_promised_on is not None:
        tell(
            connection,
            order_id=order_id,
            promised_on=back_order_promised_on,
            told_on=delivered_on,
            reason="back-order",
        )
    return delivery_id


def planned(
    order_number: str, lines: Sequence[OrderedLine], quantities: Mapping[int, Decimal] | None
) -> list[tuple[OrderedLine, Decimal]]:
    """What goes of which line. Raises OverDelivery, NothingToDeliver, NotInDocument."""
    if quantities is None:
        everything = [(line, line.remaining) for line in lines if line.remaining > 0]
        if not everything:
            raise NothingToDeliver(order_number)
        return everything
    if not quantities:
        raise NoLines(f"delivery of order {order_number}")
    by_key = {line.order_line_id: line for line in lines}
    plan = []
    for key, quantity in quantities.items():
        line = by_key.get(key)
        if line is None:
            raise NotInDocument(f"Order {order_number}", key)
        what = f"The delivery of order {order_number}, line {line.line_number}"
        require_quantity(quantity, what=what)
        if quantity > line.remaining:
            raise OverDelivery(
                order_number, line.line_number, asked=quantity, remaining=line.remaining
            )
        plan.append((line, quantity))
    return plan


def ordered_lines(connection: Connection, order_id: int) -> list[OrderedLine]:
    """The lines of an order with what became of them."""
    return every(
        connection,
        OrderedLine,
        "select lines.order_line_id, lines.line_number, lines.product_id, lines.quantity,"
        " lines.cancelled_quantity as cancelled, lines.net_amount, lines.net_amount_base,"
        " coalesce(sum(delivered.quantity), 0) as delivered"
        " from erp.sales_order_lines as lines"
        " left join erp.delivery_lines as delivered using (order_line_id)"
        " where lines.order_id = %s group by lines.order_line_id order by lines.line_number",
        [order_id],
    )
