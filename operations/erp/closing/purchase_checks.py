"""What is looked at before a month is closed: documents of purchasing against their accounts."""

from __future__ import annotations

from decimal import Decimal

from operations.database.connection import Connection
from operations.erp.accounting.model import GOODS_NOT_INVOICED, PAYABLES
from operations.erp.closing.checks import Check, Month, tied
from operations.erp.purchasing.exceptions import open_exceptions
from operations.erp.purchasing.payables import awaited, payables

SHOWN = 5
ENTRIES_WITHOUT_DOCUMENTS = "Look for entries on it without documents."


def payables_are_401(connection: Connection, month: Month) -> Check:
    """What the invoices of suppliers say is owed is what account 401 says."""
    owed = sum(
        (
            each.open_amount_base
            for each in payables(connection, on=month.ends_on, company_id=month.company_id)
        ),
        Decimal("0.00"),
    )
    return tied(
        connection,
        month,
        name="payables",
        account_code=PAYABLES,
        documents=-owed,
        remedy=ENTRIES_WITHOUT_DOCUMENTS,
    )


def receipts_are_4081(connection: Connection, month: Month) -> Check:
    """What came, or was carried to customers, and is not invoiced is what account 4081 says."""
    waiting = awaited(connection, on=month.ends_on, company_id=month.company_id)
    return tied(
        connection,
        month,
        name="received, not invoiced",
        account_code=GOODS_NOT_INVOICED,
        documents=-waiting.not_invoiced - _freight_awaited(connection, month),
        remedy=ENTRIES_WITHOUT_DOCUMENTS,
    )


def no_exceptions_are_open(connection: Connection, month: Month) -> Check:
    """No invoice of the month, or before it, waits for somebody to settle what it differs by."""
    waiting = [
        each.supplier_invoice_number
        for each in open_exceptions(connection, company_id=month.company_id)
        if each.raised_on <= month.ends_on
    ]
    named = ", ".join(list(dict.fromkeys(waiting))[:SHOWN])
    return Check(
        "invoices that differ",
        not waiting,
        f"{len(waiting)} exceptions are open: {named}." if waiting else "None is found.",
        "Settle them: accept them, or ask for a credit note." if waiting else "",
    )


def _freight_awaited(connection: Connection, month: Month) -> Decimal:
    """What carriers asked for deliveries, less what they invoiced: lines of invoices on 4081."""
    row = connection.execute(
        "select coalesce((select sum(freight_cost_amount) from erp.deliveries"
        "  where company_id = %(company)s and delivered_on <= %(end)s), 0)"
        " - coalesce((select sum(lines.net_amount_base) from erp.supplier_invoice_lines as lines"
        "  join erp.supplier_invoices using (supplier_invoice_id)"
        "  where company_id = %(company)s and posted_on <= %(end)s"
        "   and account_code = %(account)s), 0)"
        " + coalesce((select sum(lines.net_amount_base)"
        "  from erp.supplier_credit_note_lines as lines"
        "  join erp.supplier_credit_notes as notes using (supplier_credit_note_id)"
        "  join erp.supplier_invoice_lines as credited using (supplier_invoice_line_id)"
        "  where notes.company_id = %(company)s and notes.posted_on <= %(end)s"
        "   and account_code = %(account)s), 0)",
        {"company": month.company_id, "end": month.ends_on, "account": GOODS_NOT_INVOICED},
    ).fetchone()
    return row[0] if row is not None else Decimal(0)
