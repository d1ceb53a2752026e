"""What suppliers promise: each promise is kept, the first and the last are what counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from operations.database.connection import Connection, every
from operations.erp.purchasing.errors import (
    NoLines,
    NothingToCome,
    NotInDocument,
    PromiseInThePast,
)
from operations.erp.purchasing.ordered import Order, OrderedLine, locked_order, order_lines
from operations.errors import InvalidValue


@dataclass(frozen=True)
class _Promised:
    """What was said last of when a line comes."""

    purchase_order_line_id: int
    promise_number: int
    said_on: dt.date


def promise(
    connection: Connection,
    *,
    purchase_order_id: int,
    said_on: dt.date,
    promised_on: Mapping[int, dt.date],
) -> None:
    """Record when lines are to come, by their keys; what was promised before is kept.

    Raises NothingToCome, PromiseInThePast, NotInDocument.
    """
    order = locked_order(connection, purchase_order_id)
    if not promised_on:
        raise NoLines(f"promise of order {order.purchase_order_number}")
    _write(connection, order, purchase_order_id, said_on, promised_on)


def confirm(
    connection: Connection,
    *,
    purchase_order_id: int,
    confirmed_on: dt.date,
    supplier_reference: str | None = None,
    promised_on: Mapping[int, dt.date] | None = None,
) -> None:
    """Record that the supplier confirmed an order, and what it promised then.

    Raises InvalidValue when it was confirmed already, and what ``promise`` raises.
    """
    order = locked_order(connection, purchase_order_id)
    if order.confirmed_on is not None:
        raise InvalidValue(
            f"Order {order.purchase_order_number} was confirmed on {order.confirmed_on}.",
            remedy="Record what changed since as a promise.",
        )
    if confirmed_on < order.ordered_on:
        raise PromiseInThePast(
            order.purchase_order_number,
            1,
            f"it cannot be confirmed on {confirmed_on}, before it was made",
            earliest=order.ordered_on,
        )
    if promised_on:
        _write(connection, order, purchase_order_id, confirmed_on, promised_on)
    connection.execute(
        "update erp.purchase_orders set confirmed_on = %s, supplier_reference = %s"
        " where purchase_order_id = %s",
        [confirmed_on, supplier_reference, purchase_order_id],
    )


def _write(
    connection: Connection,
    order: Order,
    purchase_order_id: int,
    said_on: dt.date,
    promised_on: Mapping[int, dt.date],
) -> None:
    lines = {line.purchase_order_line_id: line for line in order_lines(connection, [order])}
    known = _promised(connection, purchase_order_id)
    for key, day in promised_on.items():
        line = lines.get(key)
        if line is None:
            raise NotInDocument(f"Order {order.purchase_order_number}", key)
        _require_promise(order, line, known.get(key), said_on, day)
    connection.execute(
        "insert into erp.purchase_promises (purchase_order_line_id, promise_number, promised_on,"
        " said_on) select *, %s from unnest(%s::bigint[], %s::integer[], %s::date[])",
        [
            said_on,
            list(promised_on),
            [known[key].promise_number + 1 if key in known else 1 for key in promised_on],
            list(promised_on.values()),
        ],
    )


def _require_promise(
    order: Order,
    line: OrderedLine,
    known: _Promised | None,
    said_on: dt.date,
    day: dt.date,
) -> None:
    number = order.purchase_order_number
    if not line.to_come:
        raise NothingToCome(number, line.line_number)
    earliest = order.ordered_on if known is None else known.said_on
    if said_on < earliest:
        raise PromiseInThePast(
            number,
            line.line_number,
            f"a promise of {said_on} would be older than what was said on {earliest}",
            earliest=earliest,
        )
    if day < said_on:
        raise PromiseInThePast(
            number, line.line_number, f"{day} is past on {said_on}", earliest=said_on
        )


def _promised(connection: Connection, purchase_order_id: int) -> dict[int, _Promised]:
    found = every(
        connection,
        _Promised,
        "select distinct on (purchase_order_line_id) purchase_order_line_id, promise_number,"
        " said_on from erp.purchase_promises join erp.purchase_order_lines"
        " using (purchase_order_line_id) where purchase_order_id = %s"
        " order by purchase_order_line_id, promise_number desc",
        [purchase_order_id],
    )
    return {promised.purchase_order_line_id: promised for promised in found}
