"""What is looked at before a month is closed: documents of purchasing against their accounts."""

from __future__ import annotations

from decimal import Decimal

from operations.database.connection import Connection
from operations.erp.accounting.model import GOODS_NOT_INVOICED, PAYABLES
from operations.erp.closing.checks import Check, Month, tied
from operations.erp.purchasing.payables import awaited, payables

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
    """What came and is not invoiced is what account 4081 says."""
    waiting = awaited(connection, on=month.ends_on, company_id=month.company_id)
    return tied(
        connection,
        month,
        name="received, not invoiced",
        account_code=GOODS_NOT_INVOICED,
        documents=-waiting.not_invoiced,
        remedy=ENTRIES_WITHOUT_DOCUMENTS,
    )
