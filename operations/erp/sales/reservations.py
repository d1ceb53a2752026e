"""Goods kept in stock for an order, so that no other order takes them. A delivery lets them go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from operations.database.connection import Connection
from operations.erp.sales.deliveries import OrderedLine, ordered_lines
from operations.erp.sales.errors import NothingToDeliver, OrderOnHold, TooEarly
from operations.erp.sales.orders import locked_order
from operations.erp.stock.commands import location, release, reserve, reserved, services


def reserve_order(
    connection: Connection,
    *,
    order_id: int,
    reserved_on: dt.date,
    location_id: int | None = None,
) -> dict[int, Decimal]:
    """Keep what remains of an order, as far as it is free; return what is kept, by order line.

    It lies in the main place when none is given. Raises NotFound, OrderOnHold, TooEarly,
    NothingToDeliver.
    """
    order = locked_order(connection, order_id)
    if order.is_on_hold:
        raise OrderOnHold(order.order_number)
    if reserved_on < order.ordered_on:
        raise TooEarly(
            "reservation", reserved_on, of=f"order {order.order_number}", earliest=order.ordered_on
        )
    lines = [line for line in ordered_lines(connection, order_id) if line.remaining > 0]
    if not lines:
        raise NothingToDeliver(order.order_number)
    without_goods = services(connection, [line.product_id for line in lines])
    kept = reserved(connection, [line.order_line_id for line in lines])
    wanted = {
        line.order_line_id: line.remaining - kept.get(line.order_line_id, Decimal(0))
        for line in lines
        if line.product_id not in without_goods
    }
    place = location_id or location(connection, company_id=order.company_id)
    more = reserve(
        connection,
        company_id=order.company_id,
        location_id=place,
        quantities={line: quantity for line, quantity in wanted.items() if quantity > 0},
        reserved_on=reserved_on,
    )
    return {
        line: total
        for line in wanted
        if (total := kept.get(line, Decimal(0)) + more.get(line, Decimal(0)))
    }


def let_go_cancelled(connection: Connection, plan: Sequence[tuple[OrderedLine, Decimal]]) -> None:
    """Let go what is kept for lines beyond what remains of them after a cancellation."""
    kept = reserved(connection, [line.order_line_id for line, _ in plan])
    too_much = {
        line.order_line_id: kept[line.order_line_id] - (line.remaining - quantity)
        for line, quantity in plan
        if line.order_line_id in kept
    }
    over = {line: quantity for line, quantity in too_much.items() if quantity > 0}
    if over:
        release(connection, quantities=over)
