"""Proofs of the sub-ledgers: what the documents say is what the ledger's accounts say."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final, LiteralString

from operations.database.connection import Connection
from operations.erp.accounting.model import PAYABLES, RECEIVABLES
from operations.erp.proofs.model import Offender, Proof
from operations.erp.purchasing.payables import payables
from operations.erp.sales.receivables import receivables
from operations.erp.stock.proof import stock_against_ledger, stock_against_moves

Owed = Iterable[tuple[int, Decimal]]
BY_CUSTOMER: Final[LiteralString] = (
    "select customer_id, sum(debit - credit) from erp.journal_lines"
    " join erp.journal_entries using (entry_id)"
    " where account_code = %s and company_id = %s and posted_on <= %s group by customer_id"
)
BY_SUPPLIER: Final[LiteralString] = (
    "select supplier_id, sum(credit - debit) from erp.journal_lines"
    " join erp.journal_entries using (entry_id)"
    " where account_code = %s and company_id = %s and posted_on <= %s group by supplier_id"
)


def month_ends(connection: Connection) -> Iterator[tuple[int, str, dt.date]]:
    """Each company, by key and code, with the last day of each of its months."""
    yield from connection.execute(
        "select company_id, company_code, ends_on from erp.periods"
        " join erp.companies using (company_id) order by company_id, ends_on"
    ).fetchall()


def differing(name: str, documents: Owed, posted: Owed) -> Iterator[Offender]:
    """Parties whose documents and account differ."""
    sums: defaultdict[int, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for place, side in enumerate((documents, posted)):
        for party, amount in side:
            sums[party][place] += amount
    for party, (expected, found) in sorted(sums.items()):
        if expected != found:
            yield f"{name} {party}", expected, found


def receivables_differ(connection: Connection) -> list[Offender]:
    """Customers whose documents and account 411 differ at the end of a month."""
    offenders: list[Offender] = []
    for company_id, code, on in month_ends(connection):
        items = receivables(connection, on=on, company_id=company_id)
        documents = [(item.customer_id, item.open_amount_base) for item in items]
        posted = connection.execute(BY_CUSTOMER, [RECEIVABLES, company_id, on]).fetchall()
        offenders += differing(f"{code} on {on}, customer", documents, posted)
    return offenders


def payables_differ(connection: Connection) -> list[Offender]:
    """Suppliers whose documents and account 401 differ at the end of a month."""
    offenders: list[Offender] = []
    for company_id, code, on in month_ends(connection):
        items = payables(connection, on=on, company_id=company_id)
        documents = [(item.supplier_id, item.open_amount_base) for item in items]
        posted = connection.execute(BY_SUPPLIER, [PAYABLES, company_id, on]).fetchall()
        offenders += differing(f"{code} on {on}, supplier", documents, posted)
    return offenders


def stock_differs(connection: Connection) -> list[Offender]:
    """Stock accounts that are not the sum of the stock's values at the end of a month."""
    return [
        (f"{code} on {on}, account {tie.account_code}", tie.stock_amount, tie.ledger_amount)
        for company_id, code, on in month_ends(connection)
        for tie in stock_against_ledger(connection, company_id, on)
        if tie.gap
    ]


def stock_is_astray(connection: Connection) -> list[Offender]:
    """Products whose kept quantities and values are not the sums of their moves."""
    companies = connection.execute("select company_id from erp.companies").fetchall()
    return [
        (f"{found.product_number}, {found.rule}", found.second, found.first)
        for (company_id,) in companies
        for found in stock_against_moves(connection, company_id)
    ]


SUBLEDGERS: Final = (
    Proof(
        "receivables are account 411 at each month's end",
        "What customers owe by their documents is what the ledger says, customer by customer.",
        receivables_differ,
    ),
    Proof(
        "payables are account 401 at each month's end",
        "What suppliers are owed by their documents is what the ledger says, one by one.",
        payables_differ,
    ),
    Proof(
        "stock is its accounts at each month's end",
        "What the goods are worth by their moves is what stands on 31, 35 and 37.",
        stock_differs,
    ),
    Proof(
        "stock is the sum of its moves",
        "Moves are the only truth; quantities and values kept beside them must not stray.",
        stock_is_astray,
    ),
)
