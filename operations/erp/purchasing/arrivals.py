"""What goods are worth when they come, and which invoices were waiting for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from operations.database.connection import Connection
from operations.erp.accounting.commands import post_in_open
from operations.erp.accounting.periods import require_open
from operations.erp.purchasing import postings
from operations.erp.purchasing.awaiting import Pending, pending_lines
from operations.erp.purchasing.model import ReceivedLine
from operations.erp.purchasing.ordered import OrderedLine
from operations.erp.sales.model import share_of
from operations.money import to_cents


@dataclass(frozen=True)
class Awaited:
    """A part of what came that an invoice had been waiting for, at that invoice's price."""

    pending: Pending
    quantity: Decimal
    amount_base: Decimal


@dataclass(frozen=True)
class Arrival:
    """A line that came, what it costs, and which invoices it settles."""

    line_number: int
    line: OrderedLine
    received: ReceivedLine
    amount_base: Decimal
    awaited: tuple[Awaited, ...]


def arrivals(
    connection: Connection, plan: Sequence[tuple[OrderedLine, ReceivedLine]], rate: Decimal
) -> list[Arrival]:
    """What came, valued: at the price that was invoiced before, else at the ordered one."""
    keys = [line.purchase_order_line_id for line, _ in plan if line.is_invoiced]
    waiting = pending_lines(connection, order_line_ids=keys) if keys else []
    came = []
    for number, (line, received) in enumerate(plan, start=1):
        awaited, waiting = _awaited(waiting, line.purchase_order_line_id, received.quantity)
        rest = received.quantity - sum((part.quantity for part in awaited), Decimal(0))
        amount = sum((part.amount_base for part in awaited), Decimal(0))
        amount += to_cents(rest * line.unit_price * rate)
        came.append(Arrival(number, line, received, amount, tuple(awaited)))
    return came


def settle_pending(
    connection: Connection, place: postings.Place, receipt_id: int, came: Sequence[Arrival]
) -> None:
    """Match what came with the invoices that waited for it, on the later day of both."""
    parts = [(arrival.line_number, part) for arrival in came for part in arrival.awaited]
    if not parts:
        return
    by_day: dict[dt.date, Decimal] = {}
    for _, part in parts:
        day = max(place.on, part.pending.posted_on)
        by_day[day] = by_day.get(day, Decimal(0)) + part.amount_base
    for day, amount in sorted(by_day.items()):
        _post(connection, replace(place, on=day), amount)
    connection.execute(
        "insert into erp.invoice_matches (supplier_invoice_line_id, receipt_line_id, matched_on,"
        " quantity, receipt_amount_base, invoice_amount_base, is_later)"
        " select given.invoice_line, lines.receipt_line_id, given.on_day, given.quantity,"
        "  given.amount, given.amount, true"
        " from unnest(%s::bigint[], %s::integer[], %s::date[], %s::numeric[], %s::numeric[])"
        "  as given (invoice_line, line_number, on_day, quantity, amount)"
        " join erp.receipt_lines as lines"
        "  on lines.receipt_id = %s and lines.line_number = given.line_number",
        [
            [part.pending.supplier_invoice_line_id for _, part in parts],
            [number for number, _ in parts],
            [max(place.on, part.pending.posted_on) for _, part in parts],
            [part.quantity for _, part in parts],
            [part.amount_base for _, part in parts],
            receipt_id,
        ],
    )
    _close_received(connection, parts, max(by_day))


def _awaited(
    waiting: Sequence[Pending], order_line_id: int, quantity: Decimal
) -> tuple[list[Awaited], list[Pending]]:
    """The parts of what came that were waited for, and what is waited for then."""
    parts: list[Awaited] = []
    rest: list[Pending] = []
    left = quantity
    for line in waiting:
        part = min(left, line.quantity)
        if line.purchase_order_line_id != order_line_id or not part:
            rest.append(line)
            continue
        left -= part
        amount = share_of(line.amount_base, part, line.quantity, remaining=line.amount_base)
        parts.append(Awaited(line, part, amount))
        if part < line.quantity:
            rest.append(
                replace(line, quantity=line.quantity - part, amount_base=line.amount_base - amount)
            )
    return parts, rest


def _post(connection: Connection, place: postings.Place, amount: Decimal) -> None:
    entry = postings.came_later(place, amount)
    if entry is not None:
        require_open(
            connection, place.on, document=f"receipt {place.number}", company_id=place.company_id
        )
        post_in_open(connection, entry)


def _close_received(
    connection: Connection, parts: Sequence[tuple[int, Awaited]], on: dt.date
) -> None:
    """An invoice line whose goods have all come differs in quantity no more."""
    invoices = sorted({part.pending.supplier_invoice_id for _, part in parts})
    still = {
        line.supplier_invoice_line_id
        for key in invoices
        for line in pending_lines(connection, supplier_invoice_id=key)
    }
    whole = {part.pending.supplier_invoice_line_id for _, part in parts} - still
    connection.execute(
        "update erp.match_exceptions set status = 'received', closed_on = greatest(raised_on, %s)"
        " where supplier_invoice_line_id = any(%s) and reason = 'quantity' and closed_on is null",
        [on, sorted(whole)],
    )
