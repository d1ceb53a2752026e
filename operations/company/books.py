"""What the simulator looks up in the books before it acts, as a clerk would. It only reads."""

from __future__ import annotations

from decimal import Decimal

from operations.database.connection import Connection


def part_of_order(connection: Connection, order_id: int, share: Decimal) -> dict[int, Decimal]:
    """``share`` of each line of an order in whole units: order line → quantity, zeros left out.

    Empty for an order that cannot be split so.
    """
    rows = connection.execute(
        "select order_line_id, floor(quantity * %s) from erp.sales_order_lines"
        " where order_id = %s order by order_line_id",
        [share, order_id],
    ).fetchall()
    return {line: quantity for line, quantity in rows if quantity > 0}


def awaits_invoice(connection: Connection, order_id: int) -> bool:
    """Whether something of the order was delivered and not invoiced yet."""
    row = connection.execute(
        "select coalesce((select sum(lines.quantity) from erp.delivery_lines as lines"
        " join erp.deliveries using (delivery_id) where order_id = %(order)s), 0)"
        " > coalesce((select sum(lines.quantity) from erp.invoice_lines as lines"
        " join erp.invoices using (invoice_id) where order_id = %(order)s), 0)",
        {"order": order_id},
    ).fetchone()
    return bool(row and row[0])


def first_line(connection: Connection, invoice_id: int) -> tuple[int, Decimal, Decimal]:
    """The first line of an invoice: its key, quantity and net amount."""
    row = connection.execute(
        "select invoice_line_id, quantity, net_amount from erp.invoice_lines"
        " where invoice_id = %s order by line_number limit 1",
        [invoice_id],
    ).fetchone()
    assert row is not None  # noqa: S101  an invoice has lines
    return row[0], row[1], row[2]


def open_amount(connection: Connection, invoice_id: int) -> Decimal:
    """What is still owed of an invoice, with tax: less credit notes, less payments."""
    row = connection.execute(
        "select invoices.gross_amount"
        " - coalesce((select sum(gross_amount) from erp.credit_notes"
        "   where invoice_id = invoices.invoice_id), 0)"
        " - coalesce((select sum(amount) from erp.payment_allocations"
        "   where invoice_id = invoices.invoice_id), 0)"
        " from erp.invoices where invoices.invoice_id = %s",
        [invoice_id],
    ).fetchone()
    assert row is not None  # noqa: S101  it was invoiced before
    return Decimal(row[0])
