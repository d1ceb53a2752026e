"""Proofs of the sub-ledgers: what documents say is owed is what the control accounts say."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from typing import Final

from operations.database.connection import Connection
from operations.erp.accounting.model import RECEIVABLES
from operations.erp.proofs.model import Offender, Proof
from operations.erp.sales.receivables import receivables


def ends_of_months(connection: Connection, company_id: int) -> list[dt.date]:
    """The last day of each period of a company, and the last day of all."""
    rows = connection.execute(
        "select ends_on from erp.periods where company_id = %s order by ends_on", [company_id]
    ).fetchall()
    return [row[0] for row in rows]


def companies(connection: Connection) -> list[tuple[int, str]]:
    """Key and code of each company."""
    rows = connection.execute(
        "select company_id, company_code from erp.companies order by company_id"
    ).fetchall()
    return [(row[0], row[1]) for row in rows]


def by_customer_in_the_ledger(
    connection: Connection, company_id: int, on: dt.date
) -> dict[int, Decimal]:
    """Customer → balance of account 411 at the end of a day, zeros left out."""
    rows = connection.execute(
        "select customer_id, sum(debit - credit) from erp.journal_lines"
        " join erp.journal_entries using (entry_id)"
        " where account_code = %s and company_id = %s and posted_on <= %s"
        " group by customer_id having sum(debit - credit) <> 0",
        [RECEIVABLES, company_id, on],
    ).fetchall()
    return {row[0]: row[1] for row in rows}


def receivables_differ(connection: Connection) -> list[Offender]:
    """Customers whose documents and account 411 differ at the end of a month."""
    offenders: list[Offender] = []
    for company_id, code in companies(connection):
        for on in ends_of_months(connection, company_id):
            owed: defaultdict[int, Decimal] = defaultdict(Decimal)
            for item in receivables(connection, on=on, company_id=company_id):
                owed[item.customer_id] += item.open_amount_base
            ledger = by_customer_in_the_ledger(connection, company_id, on)
            for customer_id in sorted({*owed, *ledger}):
                documents, posted = owed[customer_id], ledger.get(customer_id, Decimal(0))
                if documents != posted:
                    offenders.append((f"{code} customer {customer_id} on {on}", documents, posted))
    return offenders


SUBLEDGERS: Final = (
    Proof(
        "receivables are account 411 at each month's end",
        "What customers owe by their documents is what the ledger says, customer by customer.",
        receivables_differ,
    ),
)
