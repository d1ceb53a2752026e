"""Receipts: goods of an order come in, in parts or whole, never more than is tolerated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from operations.database.connection import Connection, insert
from operations.erp.accounting.commands import post_in_open
from operations.erp.accounting.currencies import rate_or_given
from operations.erp.accounting.periods import require_open
from operations.erp.purchasing import postings
from operations.erp.purchasing.arrivals import Arrival, arrivals, settle_pending
from operations.erp.purchasing.errors import (
    NoLines,
    NotInDocument,
    OrderNotOpen,
    OverReceipt,
    TooEarly,
)
from operations.erp.purchasing.kinds import is_stored, purchase_account
from operations.erp.purchasing.model import ReceivedLine
from operations.erp.purchasing.ordered import (
    Order,
    OrderedLine,
    close_when_whole,
    locked_order,
    order_lines,
)
from operations.erp.stock.commands import Move, move, places
from operations.numbering import next_number


def receive(
    connection: Connection,
    *,
    purchase_order_id: int,
    received_on: dt.date,
    lines: Sequence[ReceivedLine] | None = None,
    supplier_reference: str | None = None,
    exchange_rate: Decimal | None = None,
    location_id: int | None = None,
    from_location_id: int | None = None,
) -> int:
    """Take goods of an order into the stock; return the receipt's key.

    Without ``lines`` all that is to come has come. What is kept enters at its ordered price, at
    the rate of the day (average cost), or at its standard cost. ``from_location_id`` is where the
    supplier's goods lay in consignment, when they were here already.

    Raises OverReceipt, OrderNotOpen, NotInDocument, NoLines, TooEarly, PeriodClosed.
    """
    order = locked_order(connection, purchase_order_id)
    if received_on < order.ordered_on:
        raise TooEarly(
            "receipt",
            received_on,
            of=f"order {order.purchase_order_number}",
            earliest=order.ordered_on,
        )
    ordered = order_lines(connection, [order])
    plan = planned(order, ordered, lines)
    document = f"receipt of order {order.purchase_order_number}"
    require_open(connection, received_on, document=document, company_id=order.company_id)
    rate = rate_or_given(
        connection,
        from_currency=order.currency_code,
        to_currency=order.home_currency,
        on=received_on,
        given=exchange_rate,
    )
    came = arrivals(connection, plan, rate)
    number = next_number(connection, "receipt", order.company_id)
    receipt_id = insert(
        connection,
        "insert into erp.receipts (receipt_number, company_id, purchase_order_id, supplier_id,"
        " received_on, supplier_reference, currency_code, exchange_rate)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s) returning receipt_id",
        [
            number,
            order.company_id,
            purchase_order_id,
            order.supplier_id,
            received_on,
            supplier_reference,
            order.currency_code,
            rate,
        ],
    )
    place = postings.Place(order.company_id, received_on, "receipt", number)
    _store(
        connection,
        place,
        came,
        receipt_id=receipt_id,
        into=location_id,
        origin=from_location_id,
    )
    by_account: dict[str, Decimal] = {}
    for arrival in came:
        account = purchase_account(arrival.line.kind)
        by_account[account] = by_account.get(account, Decimal(0)) + arrival.amount_base
    entry = postings.received(place, by_account)
    if entry is not None:
        post_in_open(connection, entry)
    settle_pending(connection, place, receipt_id, came)
    close_when_whole(connection, order, _with(ordered, plan))
    return receipt_id


def planned(
    order: Order, ordered: Sequence[OrderedLine], lines: Sequence[ReceivedLine] | None
) -> list[tuple[OrderedLine, ReceivedLine]]:
    """What comes of which line. Raises OverReceipt, OrderNotOpen, NotInDocument, NoLines."""
    if lines is None:
        everything = [
            (line, ReceivedLine(line.purchase_order_line_id, line.to_come))
            for line in ordered
            if line.to_come
        ]
        if not everything:
            raise OrderNotOpen(order.purchase_order_number, order.status)
        return everything
    if not lines:
        raise NoLines(f"receipt of order {order.purchase_order_number}")
    by_key = {line.purchase_order_line_id: line for line in ordered}
    plan: list[tuple[OrderedLine, ReceivedLine]] = []
    asked: dict[int, Decimal] = {}
    for came in lines:
        line = by_key.get(came.purchase_order_line_id)
        if line is None:
            raise NotInDocument(f"Order {order.purchase_order_number}", came.purchase_order_line_id)
        key = line.purchase_order_line_id
        asked[key] = asked.get(key, Decimal(0)) + came.quantity
        if asked[key] > line.may_come:
            raise OverReceipt(
                order.purchase_order_number,
                line.line_number,
                asked=asked[key],
                allowed=line.may_come,
                rate=line.over_receipt_rate,
            )
        plan.append((line, came))
    return plan


def _with(
    ordered: Sequence[OrderedLine], plan: Sequence[tuple[OrderedLine, ReceivedLine]]
) -> list[OrderedLine]:
    """The lines of the order once this came."""
    came: dict[int, Decimal] = {}
    for line, received in plan:
        key = line.purchase_order_line_id
        came[key] = came.get(key, Decimal(0)) + received.quantity
    return [
        replace(line, received=line.received + came.get(line.purchase_order_line_id, Decimal(0)))
        for line in ordered
    ]


@dataclass(frozen=True)
class _Stored:
    """What the stock says of a line that came: its move and its value."""

    move_id: int | None = None
    value: Decimal = Decimal(0)


def _store(
    connection: Connection,
    place: postings.Place,
    came: Sequence[Arrival],
    *,
    receipt_id: int,
    into: int | None,
    origin: int | None,
) -> None:
    """Move what was kept into the stock, at what it is to cost, and write the lines."""
    kept = [
        arrival for arrival in came if arrival.received.quantity and is_stored(arrival.line.kind)
    ]
    stored: dict[int, _Stored] = {}
    if kept:
        outside, main = places(connection, "SUPPLIERS", "MAIN", company_id=place.company_id)
        moved = move(
            connection,
            company_id=place.company_id,
            moved_on=place.on,
            document_type=place.document_type,
            document_number=place.number,
            moves=[
                Move(
                    product_id=arrival.line.product_id,
                    quantity=arrival.received.quantity,
                    from_location_id=origin or outside,
                    to_location_id=into or main,
                    value=arrival.amount_base,
                    lot_id=arrival.received.lot_id,
                )
                for arrival in kept
            ],
        )
        for arrival, done in zip(kept, moved, strict=True):
            stored[arrival.line_number] = _Stored(done.move_id, done.value)
    nothing = _Stored()
    connection.execute(
        "insert into erp.receipt_lines (receipt_id, line_number, purchase_order_line_id,"
        " product_id, quantity, refused_quantity, refusal_reason, unit_price, amount_base,"
        " stock_amount_base, stock_move_id)"
        " select %s, * from unnest(%s::integer[], %s::bigint[], %s::bigint[], %s::numeric[],"
        "  %s::numeric[], %s::text[], %s::numeric[], %s::numeric[], %s::numeric[], %s::bigint[])",
        [
            receipt_id,
            [arrival.line_number for arrival in came],
            [arrival.line.purchase_order_line_id for arrival in came],
            [arrival.line.product_id for arrival in came],
            [arrival.received.quantity for arrival in came],
            [arrival.received.refused_quantity for arrival in came],
            [arrival.received.refusal_reason for arrival in came],
            [arrival.line.unit_price for arrival in came],
            [arrival.amount_base for arrival in came],
            [stored.get(arrival.line_number, nothing).value for arrival in came],
            [stored.get(arrival.line_number, nothing).move_id for arrival in came],
        ],
    )
