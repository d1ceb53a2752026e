"""What a return undoes: first what no invoice paid, then what was paid, latest invoice first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, every
from operations.erp.sales.model import share_of


@dataclass(frozen=True)
class ReceiptLine:
    """A receipt line: what is still here of the order's point of view, and what was not paid."""

    receipt_line_id: int
    receipt_number: str
    line_number: int
    received_on: dt.date
    purchase_order_line_id: int
    product_id: int
    kind: str
    quantity: Decimal
    returned: Decimal
    open_quantity: Decimal
    open_amount_base: Decimal

    @property
    def remaining(self) -> Decimal:
        """What may go back."""
        return self.quantity - self.returned


@dataclass(frozen=True)
class Paid:
    """What an invoice line paid of a receipt line, less what went back of it."""

    receipt_line_id: int
    supplier_invoice_line_id: int
    quantity: Decimal
    receipt_amount_base: Decimal
    invoice_amount_base: Decimal


@dataclass(frozen=True)
class Going:
    """What goes back of a receipt line: the part that was not paid, and the parts that were."""

    line: ReceiptLine
    quantity: Decimal
    uninvoiced_quantity: Decimal
    uninvoiced_amount_base: Decimal
    paid: tuple[Paid, ...]

    @property
    def amount_base(self) -> Decimal:
        """What the goods had cost."""
        return self.uninvoiced_amount_base + self.paid_amount_base

    @property
    def paid_amount_base(self) -> Decimal:
        """What was invoiced for what goes back."""
        return sum((part.invoice_amount_base for part in self.paid), Decimal(0))

    @property
    def paid_receipt_amount_base(self) -> Decimal:
        """What had been expected for that part."""
        return sum((part.receipt_amount_base for part in self.paid), Decimal(0))


def going_back(line: ReceiptLine, quantity: Decimal, paid: Sequence[Paid]) -> Going:
    """Divide a return between what was not paid and what was."""
    free = min(quantity, line.open_quantity)
    parts, left = [], quantity - free
    for part in reversed(paid):
        taken = min(left, part.quantity)
        if taken <= 0:
            continue
        left -= taken
        parts.append(
            Paid(
                part.receipt_line_id,
                part.supplier_invoice_line_id,
                taken,
                _share(part.receipt_amount_base, taken, part.quantity),
                _share(part.invoice_amount_base, taken, part.quantity),
            )
        )
    return Going(
        line=line,
        quantity=quantity,
        uninvoiced_quantity=free,
        uninvoiced_amount_base=_share(line.open_amount_base, free, line.open_quantity),
        paid=tuple(parts),
    )


def _share(amount: Decimal, part: Decimal, whole: Decimal) -> Decimal:
    return share_of(amount, part, whole, remaining=amount) if part else Decimal(0)


def received_lines(connection: Connection, purchase_order_id: int) -> list[ReceiptLine]:
    """The receipt lines of an order, with what went back and what was not paid."""
    return every(
        connection,
        ReceiptLine,
        "select lines.receipt_line_id, receipts.receipt_number, lines.line_number,"
        " receipts.received_on, lines.purchase_order_line_id, lines.product_id, products.kind,"
        " lines.quantity,"
        " coalesce(back.quantity, 0) as returned,"
        " lines.quantity - coalesce(back.free, 0) - coalesce(paid.quantity, 0) as open_quantity,"
        " lines.amount_base - coalesce(back.amount, 0) - coalesce(paid.amount, 0)"
        "  as open_amount_base"
        " from erp.receipts join erp.receipt_lines as lines using (receipt_id)"
        " join erp.products using (product_id)"
        " left join lateral (select sum(quantity) as quantity, sum(uninvoiced_quantity) as free,"
        "  sum(uninvoiced_amount_base) as amount from erp.supplier_return_lines as returned"
        "  where returned.receipt_line_id = lines.receipt_line_id) as back on true"
        " left join lateral (select sum(quantity) as quantity,"
        "  sum(receipt_amount_base) as amount from erp.invoice_matches as matches"
        "  where matches.receipt_line_id = lines.receipt_line_id) as paid on true"
        " where receipts.purchase_order_id = %s order by lines.receipt_line_id",
        [purchase_order_id],
    )


def paid_parts(
    connection: Connection,
    *,
    receipt_line_ids: Sequence[int] = (),
    invoice_line_ids: Sequence[int] = (),
) -> list[Paid]:
    """What was paid of receipt lines, or by invoice lines, and did not go back, in their order.

    The amount is what is left of the invoice line for goods that are kept: a better price that was
    credited meanwhile is taken off, so that they go back, and are credited, at what they cost.
    """
    return every(
        connection,
        Paid,
        "with paid as (select receipt_line_id, supplier_invoice_line_id,"
        "  sum(quantity) as quantity, sum(receipt_amount) as receipt_amount_base"
        "  from (select receipt_line_id, supplier_invoice_line_id, quantity,"
        "   receipt_amount_base as receipt_amount from erp.invoice_matches"
        "   where receipt_line_id = any(%(receipts)s)"
        "    or supplier_invoice_line_id = any(%(invoices)s)"
        "   union all select lines.receipt_line_id, credits.supplier_invoice_line_id,"
        "    -credits.quantity, -credits.receipt_amount_base"
        "   from erp.expected_credits as credits"
        "   join erp.supplier_return_lines as lines using (supplier_return_line_id)"
        "   where lines.receipt_line_id = any(%(receipts)s)"
        "    or credits.supplier_invoice_line_id = any(%(invoices)s)) as moved"
        "  group by receipt_line_id, supplier_invoice_line_id having sum(quantity) > 0)"
        " select paid.*, round((lines.net_amount_base - lines.pending_amount_base"
        "  + coalesce(matched.later, 0) - coalesce(back.amount, 0) - coalesce(given.amount, 0))"
        "  * paid.quantity / (matched.quantity - coalesce(back.quantity, 0)), 2)"
        "  as invoice_amount_base"
        " from paid join erp.supplier_invoice_lines as lines using (supplier_invoice_line_id)"
        " join lateral (select sum(quantity) as quantity,"
        "  sum(invoice_amount_base) filter (where is_later) as later"
        "  from erp.invoice_matches as matches"
        "  where matches.supplier_invoice_line_id = paid.supplier_invoice_line_id)"
        "  as matched on true"
        " left join lateral (select sum(quantity) as quantity, sum(amount_base) as amount"
        "  from erp.expected_credits as expected"
        "  where expected.supplier_invoice_line_id = paid.supplier_invoice_line_id)"
        "  as back on true"
        " left join lateral (select sum(net_amount_base - expected_amount_base"
        "   - pending_amount_base) as amount from erp.supplier_credit_note_lines as notes"
        "  where notes.supplier_invoice_line_id = paid.supplier_invoice_line_id)"
        "  as given on true"
        " order by receipt_line_id, supplier_invoice_line_id",
        {"receipts": list(receipt_line_ids), "invoices": list(invoice_line_ids)},
    )
