"""Deliveries: goods leave the stock at the cost in force on that day, never more than ordered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, every, first, insert, insert_all
from operations.erp.accounting.commands import post_in_open
from operations.erp.accounting.periods import require_open
from operations.erp.catalog.commands import costs_in_force
from operations.erp.sales import postings
from operations.erp.sales.errors import (
    NoLines,
    NothingToDeliver,
    NotInDocument,
    OverDelivery,
    TooEarly,
)
from operations.erp.sales.model import require_quantity
from operations.errors import NotFound
from operations.money import to_cents
from operations.numbering import next_number


@dataclass(frozen=True)
class Order:
    """An order as its deliveries and invoices need it."""

    order_number: str
    customer_id: int
    ordered_on: dt.date
    currency_code: str


@dataclass(frozen=True)
class OrderedLine:
    """A line of an order and how much of it has left the stock."""

    order_line_id: int
    line_number: int
    product_id: int
    quantity: Decimal
    delivered: Decimal

    @property
    def remaining(self) -> Decimal:
        """What may still be delivered."""
        return self.quantity - self.delivered


def deliver(
    connection: Connection,
    *,
    order_id: int,
    delivered_on: dt.date,
    quantities: Mapping[int, Decimal] | None = None,
) -> int:
    """Deliver an order, or a part of it; return the delivery's key.

    ``quantities`` says how much of which order line; without it, all that remains goes.
    """
    order = locked_order(connection, order_id)
    if delivered_on < order.ordered_on:
        raise TooEarly(
            "delivery", delivered_on, of=f"order {order.order_number}", earliest=order.ordered_on
        )
    require_open(connection, delivered_on, document=f"delivery of order {order.order_number}")
    lines = every(
        connection,
        OrderedLine,
        "select lines.order_line_id, lines.line_number, lines.product_id, lines.quantity,"
        " coalesce(sum(delivered.quantity), 0) as delivered"
        " from erp.sales_order_lines as lines"
        " left join erp.delivery_lines as delivered using (order_line_id)"
        " where lines.order_id = %s group by lines.order_line_id order by lines.line_number",
        [order_id],
    )
    plan = planned(order.order_number, lines, quantities)
    costs = costs_in_force(connection, [line.product_id for line, _ in plan], delivered_on)
    number = next_number(connection, "delivery")
    delivery_id = insert(
        connection,
        "insert into erp.deliveries (delivery_number, order_id, delivered_on)"
        " values (%s, %s, %s) returning delivery_id",
        [number, order_id, delivered_on],
    )
    amounts = [to_cents(quantity * costs[line.product_id]) for line, quantity in plan]
    insert_all(
        connection,
        "insert into erp.delivery_lines (delivery_id, line_number, order_line_id, product_id,"
        " quantity, unit_cost, cost_amount) values (%s, %s, %s, %s, %s, %s, %s)",
        [
            (
                delivery_id,
                position,
                line.order_line_id,
                line.product_id,
                quantity,
                costs[line.product_id],
                amount,
            )
            for position, ((line, quantity), amount) in enumerate(
                zip(plan, amounts, strict=True), start=1
            )
        ],
    )
    entry = postings.delivered(number, delivered_on, sum(amounts, Decimal(0)))
    if entry is not None:
        post_in_open(connection, entry)
    if sum(quantity for _, quantity in plan) == sum(line.remaining for line in lines):
        connection.execute(
            "update erp.sales_orders set status = 'delivered' where order_id = %s", [order_id]
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


def locked_order(connection: Connection, order_id: int) -> Order:
    """An order, kept from others until the transaction ends. Raises NotFound."""
    found = first(
        connection,
        Order,
        "select order_number, customer_id, ordered_on, currency_code"
        " from erp.sales_orders where order_id = %s for update",
        [order_id],
    )
    if found is None:
        raise NotFound("order", order_id)
    return found
