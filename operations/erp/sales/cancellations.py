"""Cancellations: what of an order will not be delivered, since the customer wants it no more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from operations.database.connection import Connection
from operations.erp.sales.deliveries import OrderedLine, ordered_lines
from operations.erp.sales.errors import NothingToDeliver, NotInDocument, OverCancellation, TooEarly
from operations.erp.sales.model import require_quantity, share_of
from operations.erp.sales.orders import locked_order, update_status
from operations.erp.sales.reservations import let_go_cancelled
from operations.errors import InvalidValue


def cancel_remainder(
    connection: Connection,
    *,
    order_id: int,
    cancelled_on: dt.date,
    reason: str,
    quantities: Mapping[int, Decimal] | None = None,
) -> None:
    """Cancel what remains of an order, or so much of which order line.

    An order of which nothing was delivered is cancelled; another one is done. Raises NotFound,
    TooEarly, NothingToDeliver, OverCancellation, NotInDocument.
    """
    order = locked_order(connection, order_id)
    if cancelled_on < order.ordered_on:
        raise TooEarly(
            "cancellation",
            cancelled_on,
            of=f"order {order.order_number}",
            earliest=order.ordered_on,
        )
    if not reason.strip():
        raise InvalidValue(
            f"Order {order.order_number} is cancelled for no reason.",
            remedy="Say why the customer does not want it.",
        )
    plan = planned(order.order_number, ordered_lines(connection, order_id), quantities)
    connection.execute(
        "insert into erp.sales_order_cancellations (order_line_id, cancelled_on, quantity,"
        " net_amount, net_amount_base, reason)"
        " select order_line_id, %s, quantity, net, base, %s"
        " from unnest(%s::bigint[], %s::numeric[], %s::numeric[], %s::numeric[])"
        "  as given (order_line_id, quantity, net, base)",
        [
            cancelled_on,
            reason.strip(),
            [line.order_line_id for line, _ in plan],
            [quantity for _, quantity in plan],
            [_share(line, quantity, line.net_amount) for line, quantity in plan],
            [_share(line, quantity, line.net_amount_base) for line, quantity in plan],
        ],
    )
    let_go_cancelled(connection, plan)
    update_status(connection, [order_id])


def planned(
    order_number: str, lines: Sequence[OrderedLine], quantities: Mapping[int, Decimal] | None
) -> list[tuple[OrderedLine, Decimal]]:
    """What is cancelled of which line: all that remains, when nobody says how much."""
    if quantities is None:
        quantities = {line.order_line_id: line.remaining for line in lines if line.remaining > 0}
    if not quantities:
        raise NothingToDeliver(order_number)
    by_key = {line.order_line_id: line for line in lines}
    plan = []
    for key, quantity in quantities.items():
        line = by_key.get(key)
        if line is None:
            raise NotInDocument(f"Order {order_number}", key)
        what = f"The cancellation of order {order_number}, line {line.line_number}"
        require_quantity(quantity, what=what)
        if quantity > line.remaining:
            raise OverCancellation(
                order_number, line.line_number, asked=quantity, remaining=line.remaining
            )
        plan.append((line, quantity))
    return plan


def _share(line: OrderedLine, quantity: Decimal, amount: Decimal) -> Decimal:
    return share_of(amount, quantity, line.quantity, remaining=amount)
