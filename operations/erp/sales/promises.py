"""Days of delivery told to a customer: each is kept, punctuality is measured by the first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from operations.database.connection import Connection
from operations.erp.sales.errors import NothingToDeliver, NotInDocument, TooEarly
from operations.erp.sales.orders import locked_order


def promise(
    connection: Connection,
    *,
    order_id: int,
    promised_on: dt.date,
    told_on: dt.date,
    reason: str | None = None,
    line_ids: Sequence[int] | None = None,
) -> None:
    """Tell another day of delivery for what remains of an order, or of some of its lines.

    Raises NotFound, NotInDocument, TooEarly, NothingToDeliver.
    """
    order = locked_order(connection, order_id)
    named = f"order {order.order_number}"
    if told_on < order.ordered_on:
        raise TooEarly("promise", told_on, of=named, earliest=order.ordered_on)
    if promised_on < told_on:
        raise TooEarly("promised day", promised_on, of=f"the promise for {named}", earliest=told_on)
    if line_ids is not None:
        _require_own(connection, order_id, order.order_number, line_ids)
    told = tell(
        connection,
        order_id=order_id,
        promised_on=promised_on,
        told_on=told_on,
        reason=reason,
        line_ids=line_ids,
    )
    if not told:
        raise NothingToDeliver(order.order_number)


def tell(
    connection: Connection,
    *,
    order_id: int,
    promised_on: dt.date,
    told_on: dt.date,
    reason: str | None,
    line_ids: Sequence[int] | None = None,
) -> int:
    """Write the promise for the lines of which something remains; return how many there are."""
    return connection.execute(
        "with told as (update erp.sales_order_lines as lines set promised_on = %(promised)s"
        "  where order_id = %(order)s"
        "  and (%(lines)s::bigint[] is null or order_line_id = any(%(lines)s))"
        "  and quantity - cancelled_quantity > coalesce((select sum(quantity)"
        "   from erp.delivery_lines as delivered"
        "   where delivered.order_line_id = lines.order_line_id), 0)"
        "  returning order_line_id)"
        " insert into erp.sales_order_promises (order_line_id, promised_on, told_on, reason)"
        " select order_line_id, %(promised)s, %(told)s, %(reason)s from told"
        " order by order_line_id",
        {
            "order": order_id,
            "promised": promised_on,
            "told": told_on,
            "reason": reason,
            "lines": None if line_ids is None else list(line_ids),
        },
    ).rowcount


def _require_own(
    connection: Connection, order_id: int, order_number: str, line_ids: Sequence[int]
) -> None:
    rows = connection.execute(
        "select order_line_id from erp.sales_order_lines where order_id = %s", [order_id]
    ).fetchall()
    for foreign in sorted(set(line_ids) - {row[0] for row in rows}):
        raise NotInDocument(f"Order {order_number}", foreign)
