"""What the simulator looks up in the books before it acts, as a clerk would. It only reads."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from psycopg import sql

from operations.database.connection import Connection, every

NUMBERED: Final = {
    "account": ("crm", "accounts"),
    "customer": ("erp", "customers"),
    "product": ("erp", "products"),
    "opportunity": ("crm", "opportunities"),
    "lead": ("crm", "leads"),
    "supplier": ("erp", "suppliers"),
    "invoice": ("erp", "invoices"),
    "production_order": ("erp", "production_orders"),
}


def order_lines(connection: Connection, order_id: int) -> list[int]:
    """The keys of an order's lines, in their order."""
    rows = connection.execute(
        "select order_line_id from erp.sales_order_lines where order_id = %s order by line_number",
        [order_id],
    ).fetchall()
    return [row[0] for row in rows]


def purchase_order_lines(connection: Connection, purchase_order_id: int) -> list[int]:
    """The keys of a purchase order's lines, in their order."""
    rows = connection.execute(
        "select purchase_order_line_id from erp.purchase_order_lines"
        " where purchase_order_id = %s order by line_number",
        [purchase_order_id],
    ).fetchall()
    return [row[0] for row in rows]


def receipt_lines(connection: Connection, receipt_id: int) -> list[int]:
    """The keys of a receipt's lines, in their order."""
    rows = connection.execute(
        "select receipt_line_id from erp.receipt_lines where receipt_id = %s"
        " order by receipt_line_id",
        [receipt_id],
    ).fetchall()
    return [row[0] for row in rows]


def supplier_invoice_gross(connection: Connection, supplier_invoice_id: int) -> Decimal:
    """What an invoice of a supplier asks for, with tax, in its currency."""
    row = connection.execute(
        "select gross_amount from erp.supplier_invoices where supplier_invoice_id = %s",
        [supplier_invoice_id],
    ).fetchone()
    assert row is not None  # noqa: S101  it was recorded before
    return Decimal(row[0])


def request_amount(connection: Connection, purchase_request_id: int) -> Decimal:
    """What a request to buy is estimated to cost, in the currency of its company."""
    row = connection.execute(
        "select net_amount_base from erp.purchase_requests where purchase_request_id = %s",
        [purchase_request_id],
    ).fetchone()
    assert row is not None  # noqa: S101  it was made just now
    return Decimal(row[0])


@dataclass(frozen=True)
class Proposal:
    """What the last calculation of requirements proposes to make or to buy."""

    requirement_proposal_id: int
    product_id: int
    source: str
    quantity: Decimal
    order_on: dt.date


def proposals(connection: Connection, company_id: int) -> list[Proposal]:
    """The open proposals of a company, in the order in which they were made."""
    return every(
        connection,
        Proposal,
        "select requirement_proposal_id, product_id, source, quantity, order_on"
        " from erp.requirement_proposals join erp.requirement_runs using (requirement_run_id)"
        " where company_id = %s and status = 'open' order by requirement_proposal_id",
        [company_id],
    )


def is_on_hold(connection: Connection, order_id: int) -> bool:
    """Whether an order waits for somebody to let it go."""
    row = connection.execute(
        "select exists (select from erp.sales_order_holds"
        " where order_id = %s and released_on is null)",
        [order_id],
    ).fetchone()
    return bool(row and row[0])


def invoice_lines(connection: Connection, invoice_id: int) -> dict[int, int]:
    """Order line → invoice line of an invoice."""
    rows = connection.execute(
        "select order_line_id, invoice_line_id from erp.invoice_lines where invoice_id = %s",
        [invoice_id],
    ).fetchall()
    return dict(rows)


def number_of(connection: Connection, kind: str, key: int) -> str:
    """The number that people read on a record: of an account, a customer, a document."""
    schema, table = NUMBERED[kind]
    query = sql.SQL("select {} from {} where {} = %s").format(
        sql.Identifier(f"{kind}_number"),
        sql.Identifier(schema, table),
        sql.Identifier(f"{kind}_id"),
    )
    row = connection.execute(query, [key]).fetchone()
    assert row is not None  # noqa: S101  it was written just now
    return str(row[0])
