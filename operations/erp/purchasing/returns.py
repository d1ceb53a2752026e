"""Goods that go back to the supplier: not to be paid, to be credited, or to be replaced."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from operations.database.connection import Connection, insert
from operations.erp.accounting.commands import post_in_open
from operations.erp.accounting.periods import require_open
from operations.erp.purchasing import postings
from operations.erp.purchasing.errors import NoLines, NotInDocument, OverReturn, TooEarly
from operations.erp.purchasing.kinds import is_stored, purchase_account
from operations.erp.purchasing.ordered import Order, cancel, close_when_whole, locked_order
from operations.erp.purchasing.return_plan import Going, going_back, paid_parts, received_lines
from operations.erp.sales.model import require_quantity
from operations.erp.stock.commands import Move, Moved, move, places
from operations.errors import InvalidValue
from operations.numbering import next_number


def return_goods(
    connection: Connection,
    *,
    purchase_order_id: int,
    returned_on: dt.date,
    quantities: Mapping[int, Decimal],
    reason: str,
    is_replaced: bool = False,
    location_id: int | None = None,
) -> int:
    """Send goods of receipts back, by receipt line; return the return's key.

    They leave the stock at what they had cost. What was not invoiced is not to be
    paid; for the rest a credit note is expected. With ``is_replaced`` all is to come again
    instead. Raises OverReturn, NotInDocument, NoLines, TooEarly, InvalidValue, PeriodClosed.
    """
    order = locked_order(connection, purchase_order_id)
    document = f"return of order {order.purchase_order_number}"
    if not reason.strip():
        raise InvalidValue(f"The {document} has no reason.", remedy="Say why they go back.")
    plan = _planned(connection, order, document, returned_on, quantities)
    require_open(connection, returned_on, document=document, company_id=order.company_id)
    number = next_number(connection, "supplier_return", order.company_id)
    place = postings.Place(order.company_id, returned_on, "supplier_return", number)
    moved = _send(connection, place, plan, location_id)
    supplier_return_id = insert(
        connection,
        "insert into erp.supplier_returns (supplier_return_number, company_id, purchase_order_id,"
        " supplier_id, returned_on, reason, is_replaced) values (%s, %s, %s, %s, %s, %s, %s)"
        " returning supplier_return_id",
        [
            number,
            order.company_id,
            purchase_order_id,
            order.supplier_id,
            returned_on,
            reason.strip(),
            is_replaced,
        ],
    )
    _write_lines(connection, supplier_return_id, plan, moved, is_replaced=is_replaced)
    if is_replaced:
        _unmatch(connection, plan, returned_on)
    else:
        _expect_credit(connection, supplier_return_id, plan)
        cancelled: dict[int, Decimal] = {}
        for going in plan:
            key = going.line.purchase_order_line_id
            cancelled[key] = cancelled.get(key, Decimal(0)) + going.quantity
        cancel(connection, cancelled)
    _post(connection, place, plan, is_replaced=is_replaced)
    close_when_whole(connection, order)
    return supplier_return_id


def _planned(
    connection: Connection,
    order: Order,
    document: str,
    returned_on: dt.date,
    quantities: Mapping[int, Decimal],
) -> list[Going]:
    if not quantities:
        raise NoLines(document)
    lines = {
        line.receipt_line_id: line for line in received_lines(connection, order.purchase_order_id)
    }
    paid = paid_parts(connection, receipt_line_ids=list(quantities))
    plan = []
    for key, quantity in quantities.items():
        line = lines.get(key)
        if line is None:
            raise NotInDocument(f"Order {order.purchase_order_number}", key)
        of = f"receipt {line.receipt_number}"
        require_quantity(quantity, what=f"The return of {of}, line {line.line_number}")
        if returned_on < line.received_on:
            raise TooEarly("return", returned_on, of=of, earliest=line.received_on)
        if quantity > line.remaining:
            raise OverReturn(
                line.receipt_number, line.line_number, asked=quantity, remaining=line.remaining
            )
        plan.append(
            going_back(line, quantity, [part for part in paid if part.receipt_line_id == key])
        )
    return plan


def _send(
    connection: Connection, place: postings.Place, plan: Sequence[Going], location_id: int | None
) -> dict[int, Moved]:
    """They leave at what they had cost; what the stock cannot give of it is a variance."""
    stored = [going for going in plan if is_stored(going.line.kind)]
    if not stored:
        return {}
    outside, main = places(connection, "SUPPLIERS", "MAIN", company_id=place.company_id)
    moved = move(
        connection,
        company_id=place.company_id,
        moved_on=place.on,
        document_type=place.document_type,
        document_number=place.number,
        moves=[
            Move(
                product_id=going.line.product_id,
                quantity=going.quantity,
                from_location_id=location_id or main,
                to_location_id=outside,
                value=going.amount_base,
            )
            for going in stored
        ],
    )
    return {going.line.receipt_line_id: done for going, done in zip(stored, moved, strict=True)}


def _write_lines(
    connection: Connection,
    supplier_return_id: int,
    plan: Sequence[Going],
    moved: Mapping[int, Moved],
    *,
    is_replaced: bool,
) -> None:
    """What is replaced counts as not invoiced: its match is taken out."""
    sent = [moved.get(going.line.receipt_line_id) for going in plan]
    connection.execute(
        "insert into erp.supplier_return_lines (supplier_return_id, line_number, receipt_line_id,"
        " product_id, quantity, uninvoiced_quantity, uninvoiced_amount_base, stock_amount_base,"
        " stock_move_id)"
        " select %s, line_number, receipt_line_id, product_id, quantity, free, amount, stock, move"
        " from unnest(%s::bigint[], %s::bigint[], %s::numeric[], %s::numeric[], %s::numeric[],"
        "  %s::numeric[], %s::bigint[]) with ordinality"
        "  as lines (receipt_line_id, product_id, quantity, free, amount, stock, move,"
        "   line_number)",
        [
            supplier_return_id,
            [going.line.receipt_line_id for going in plan],
            [going.line.product_id for going in plan],
            [going.quantity for going in plan],
            [going.quantity if is_replaced else going.uninvoiced_quantity for going in plan],
            [
                going.uninvoiced_amount_base
                + (going.paid_receipt_amount_base if is_replaced else 0)
                for going in plan
            ],
            [done.value if done else Decimal(0) for done in sent],
            [done.move_id if done else None for done in sent],
        ],
    )


def _unmatch(connection: Connection, plan: Sequence[Going], on: dt.date) -> None:
    """The invoice waits for these goods again."""
    parts = [part for going in plan for part in going.paid]
    if not parts:
        return
    connection.execute(
        "insert into erp.invoice_matches (matched_on, is_later, supplier_invoice_line_id,"
        " receipt_line_id, quantity, receipt_amount_base, invoice_amount_base)"
        " select %s, true, * from unnest(%s::bigint[], %s::bigint[], %s::numeric[],"
        "  %s::numeric[], %s::numeric[])",
        [
            on,
            [part.supplier_invoice_line_id for part in parts],
            [part.receipt_line_id for part in parts],
            [-part.quantity for part in parts],
            [-part.receipt_amount_base for part in parts],
            [-part.invoice_amount_base for part in parts],
        ],
    )


def _expect_credit(connection: Connection, supplier_return_id: int, plan: Sequence[Going]) -> None:
    parts = [part for going in plan for part in going.paid]
    if not parts:
        return
    connection.execute(
        "insert into erp.expected_credits (supplier_return_line_id, supplier_invoice_line_id,"
        " quantity, amount_base, receipt_amount_base)"
        " select lines.supplier_return_line_id, given.invoice_line, given.quantity,"
        "  given.amount, given.receipt_amount"
        " from unnest(%s::bigint[], %s::bigint[], %s::numeric[], %s::numeric[], %s::numeric[])"
        "  as given (receipt_line, invoice_line, quantity, amount, receipt_amount)"
        " join erp.supplier_return_lines as lines on lines.supplier_return_id = %s"
        "  and lines.receipt_line_id = given.receipt_line",
        [
            [part.receipt_line_id for part in parts],
            [part.supplier_invoice_line_id for part in parts],
            [part.quantity for part in parts],
            [part.invoice_amount_base for part in parts],
            [part.receipt_amount_base for part in parts],
            supplier_return_id,
        ],
    )


def _post(
    connection: Connection, place: postings.Place, plan: Sequence[Going], *, is_replaced: bool
) -> None:
    free, paid = Decimal(0), Decimal(0)
    by_account: dict[str, Decimal] = {}
    for going in plan:
        free += going.uninvoiced_amount_base
        paid += going.paid_amount_base
        account = purchase_account(going.line.kind)
        by_account[account] = by_account.get(account, Decimal(0)) + going.amount_base
    entry = postings.returned(
        place,
        uninvoiced=free,
        expected=Decimal(0) if is_replaced else paid,
        pending=paid if is_replaced else Decimal(0),
        by_account=by_account,
    )
    if entry is not None:
        post_in_open(connection, entry)
