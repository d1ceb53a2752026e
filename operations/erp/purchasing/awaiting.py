"""What came and no invoice paid yet; what was invoiced and did not come yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, every
from operations.erp.purchasing.matching import OpenReceipt
from operations.erp.purchasing.model import GoodsLine


@dataclass(frozen=True)
class Pending:
    """An invoice line and what of it is still to come; the amount is what 4861 holds for it."""

    supplier_invoice_line_id: int
    supplier_invoice_id: int
    purchase_order_line_id: int
    posted_on: dt.date
    quantity: Decimal
    amount_base: Decimal


def open_receipts(connection: Connection, order_line_ids: Sequence[int]) -> list[OpenReceipt]:
    """Receipts of these order lines that no invoice paid whole, oldest first."""
    return every(
        connection,
        OpenReceipt,
        "select * from (select lines.receipt_line_id, lines.purchase_order_line_id,"
        "  receipts.received_on,"
        "  lines.quantity - coalesce(matched.quantity, 0) - coalesce(returned.quantity, 0)"
        "   as quantity,"
        "  lines.amount_base - coalesce(matched.amount, 0) - coalesce(returned.amount, 0)"
        "   as amount_base"
        "  from erp.receipt_lines as lines join erp.receipts using (receipt_id)"
        "  left join lateral (select sum(quantity) as quantity,"
        "   sum(receipt_amount_base) as amount from erp.invoice_matches as matches"
        "   where matches.receipt_line_id = lines.receipt_line_id) as matched on true"
        "  left join lateral (select sum(uninvoiced_quantity) as quantity,"
        "   sum(uninvoiced_amount_base) as amount from erp.supplier_return_lines as back"
        "   where back.receipt_line_id = lines.receipt_line_id) as returned on true"
        "  where lines.purchase_order_line_id = any(%s)) as open"
        " where quantity > 0 order by received_on, receipt_line_id",
        [list(order_line_ids)],
    )


def pending_lines(
    connection: Connection,
    *,
    order_line_ids: Sequence[int] = (),
    supplier_invoice_id: int | None = None,
) -> list[Pending]:
    """Invoice lines that wait for goods, of order lines or of one invoice, oldest first."""
    return every(
        connection,
        Pending,
        "select * from (select lines.supplier_invoice_line_id, lines.supplier_invoice_id,"
        "  lines.purchase_order_line_id, invoices.posted_on,"
        "  lines.pending_quantity - coalesce(came.quantity, 0) - coalesce(credited.quantity, 0)"
        "   as quantity,"
        "  lines.pending_amount_base - coalesce(came.amount, 0) - coalesce(credited.amount, 0)"
        "   as amount_base"
        "  from erp.supplier_invoice_lines as lines"
        "  join erp.supplier_invoices as invoices using (supplier_invoice_id)"
        "  left join lateral (select sum(quantity) as quantity,"
        "   sum(invoice_amount_base) as amount from erp.invoice_matches as matches"
        "   where matches.supplier_invoice_line_id = lines.supplier_invoice_line_id"
        "    and matches.is_later) as came on true"
        "  left join lateral (select"
        "   sum(given.quantity) filter (where notes.reason = 'quantity') as quantity,"
        "   sum(given.pending_amount_base) as amount"
        "   from erp.supplier_credit_note_lines as given"
        "   join erp.supplier_credit_notes as notes using (supplier_credit_note_id)"
        "   where given.supplier_invoice_line_id = lines.supplier_invoice_line_id)"
        "   as credited on true"
        "  where lines.purchase_order_line_id = any(%s) or lines.supplier_invoice_id = %s) as open"
        " where quantity > 0 order by posted_on, supplier_invoice_line_id",
        [list(order_line_ids), supplier_invoice_id],
    )


def awaiting_invoice(
    connection: Connection, *, purchase_order_id: int, on: dt.date
) -> list[GoodsLine]:
    """What came of an order by a day and is not invoiced, at the ordered price."""
    rows = connection.execute(
        "select purchase_order_line_id, unit_price from erp.purchase_order_lines"
        " where purchase_order_id = %s order by line_number",
        [purchase_order_id],
    ).fetchall()
    receipts = open_receipts(connection, [row[0] for row in rows])
    lines = []
    for key, unit_price in rows:
        quantity = sum(
            (
                receipt.quantity
                for receipt in receipts
                if receipt.purchase_order_line_id == key and receipt.received_on <= on
            ),
            Decimal(0),
        )
        if quantity:
            lines.append(GoodsLine(key, quantity, unit_price))
    return lines
