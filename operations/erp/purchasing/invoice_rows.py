"""The rows of a supplier's invoice: one statement for the lines, one for the matches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from operations.database.connection import Connection, insert
from operations.erp.purchasing.invoice_plan import PlannedLine
from operations.erp.purchasing.matching import Difference
from operations.erp.purchasing.model import ExpenseLine, GoodsLine
from operations.erp.purchasing.paper import Paper
from operations.erp.purchasing.revaluations import Here
from operations.errors import NotFound


def require_accounts(connection: Connection, lines: Sequence[ExpenseLine]) -> None:
    """Refuse an account or a cost centre that is not in the books. Raises NotFound."""
    if not lines:
        return
    row = connection.execute(
        "select (select min(code) from unnest(%s::text[]) as given (code) where not exists"
        "  (select from erp.ledger_accounts where account_code = given.code)),"
        " (select min(key) from unnest(%s::bigint[]) as given (key) where not exists"
        "  (select from erp.cost_centres where cost_centre_id = given.key))",
        [
            [line.account_code for line in lines],
            [line.cost_centre_id for line in lines if line.cost_centre_id is not None],
        ],
    ).fetchone()
    account, cost_centre = row or (None, None)
    if account is not None:
        raise NotFound("account", account)
    if cost_centre is not None:
        raise NotFound("cost centre", cost_centre)


def insert_head(
    connection: Connection,
    head: Paper,
    *,
    number: str,
    net: tuple[Decimal, Decimal],
    tax: tuple[Decimal, Decimal],
) -> int:
    """Write the invoice, its amounts in its own and in company currency; return its key."""
    return insert(
        connection,
        "insert into erp.supplier_invoices (supplier_invoice_number, company_id, supplier_id,"
        " supplier_reference, invoiced_on, posted_on, due_on, currency_code, exchange_rate,"
        " net_amount, tax_amount, gross_amount, net_amount_base, tax_amount_base,"
        " gross_amount_base, discount_rate, discount_until)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
        " returning supplier_invoice_id",
        [
            number,
            head.company_id,
            head.seller.supplier_id,
            head.reference,
            head.invoiced_on,
            head.posted_on,
            head.due_on,
            head.currency_code,
            head.exchange_rate,
            net[0],
            tax[0],
            net[0] + tax[0],
            net[1],
            tax[1],
            net[1] + tax[1],
            head.discount.rate if head.discount else Decimal(0),
            head.discount.until if head.discount else None,
        ],
    )


def insert_lines(
    connection: Connection, supplier_invoice_id: int, plan: Sequence[PlannedLine]
) -> dict[int, int]:
    """Write the lines; return their keys by line number."""
    goods = [line.given if isinstance(line.given, GoodsLine) else None for line in plan]
    expenses = [line.given if isinstance(line.given, ExpenseLine) else None for line in plan]
    rows = connection.execute(
        "insert into erp.supplier_invoice_lines (supplier_invoice_id, line_number,"
        " purchase_order_line_id, product_id, quantity, unit_price, account_code, cost_centre_id,"
        " label, net_amount, net_amount_base, tax_code, tax_rate, pending_quantity,"
        " pending_amount_base)"
        " select %s, * from unnest(%s::integer[], %s::bigint[], %s::bigint[], %s::numeric[],"
        "  %s::numeric[], %s::text[], %s::bigint[], %s::text[], %s::numeric[], %s::numeric[],"
        "  %s::text[], %s::numeric[], %s::numeric[], %s::numeric[])"
        " returning line_number, supplier_invoice_line_id",
        [
            supplier_invoice_id,
            [line.line_number for line in plan],
            [line.purchase_order_line_id if line else None for line in goods],
            [line.product_id for line in plan],
            [line.quantity if line else None for line in goods],
            [line.unit_price if line else None for line in goods],
            [line.account_code for line in plan],
            [line.cost_centre_id if line else None for line in expenses],
            [line.label if line else None for line in expenses],
            [line.given.net_amount for line in plan],
            [line.net_amount_base for line in plan],
            [line.tax.code if line.tax else None for line in plan],
            [line.tax.charged_rate if line.tax else Decimal(0) for line in plan],
            [line.matched.pending_quantity for line in plan],
            [line.matched.pending_amount_base for line in plan],
        ],
    ).fetchall()
    return dict(rows)


def insert_matches(
    connection: Connection,
    keys: Mapping[int, int],
    plan: Sequence[PlannedLine],
    borne: Sequence[Here],
    *,
    on: dt.date,
) -> None:
    """Write which receipts the lines pay; ``borne`` has one for each part whose price differs."""
    parts = [(keys[line.line_number], part) for line in plan for part in line.matched.parts]
    if not parts:
        return
    left = iter(borne)
    here = [next(left) if part.difference_base else None for _, part in parts]
    connection.execute(
        "insert into erp.invoice_matches (matched_on, supplier_invoice_line_id, receipt_line_id,"
        " quantity, receipt_amount_base, invoice_amount_base, quantity_on_hand,"
        " stock_amount_base)"
        " select %s, * from unnest(%s::bigint[], %s::bigint[], %s::numeric[], %s::numeric[],"
        "  %s::numeric[], %s::numeric[], %s::numeric[])",
        [
            on,
            [key for key, _ in parts],
            [part.receipt_line_id for _, part in parts],
            [part.quantity for _, part in parts],
            [part.receipt_amount_base for _, part in parts],
            [part.invoice_amount_base for _, part in parts],
            [borne_part.here if borne_part else None for borne_part in here],
            [borne_part.stock_amount_base if borne_part else Decimal(0) for borne_part in here],
        ],
    )


def insert_differences(
    connection: Connection,
    supplier_invoice_id: int,
    keys: Mapping[int, int],
    differences: Sequence[Difference],
    *,
    on: dt.date,
) -> None:
    """Put what is out of tolerance into the queue."""
    if not differences:
        return
    connection.execute(
        "insert into erp.match_exceptions (supplier_invoice_id, raised_on,"
        " supplier_invoice_line_id, reason, expected, found, difference_amount_base)"
        " select %s, %s, * from unnest(%s::bigint[], %s::text[], %s::numeric[], %s::numeric[],"
        "  %s::numeric[])",
        [
            supplier_invoice_id,
            on,
            [None if each.line_number is None else keys[each.line_number] for each in differences],
            [each.reason for each in differences],
            [each.expected for each in differences],
            [each.found for each in differences],
            [each.amount_base for each in differences],
        ],
    )
