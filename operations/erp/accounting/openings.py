"""The balances that a year begins with, where the year before was never closed: computed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, every
from operations.erp.accounting.model import CARRIED_LOSS, CARRIED_PROFIT


@dataclass(frozen=True)
class Opening:
    """What an account stands at when a year begins, by party; above zero a debit."""

    account_code: str
    account_name: str
    party_number: str | None
    party_name: str | None
    balance: Decimal


def computed_openings(
    connection: Connection, *, start: dt.date, company_id: int = 1
) -> list[Opening]:
    """Classes 1 to 5 as they stood, and the results not yet carried over, on 110 or 119."""
    found = every(
        connection,
        Opening,
        "select lines.account_code, accounts.name as account_name,"
        " coalesce(customers.customer_number, suppliers.supplier_number) as party_number,"
        " coalesce(customers.name, suppliers.name) as party_name,"
        " sum(lines.debit - lines.credit) as balance"
        " from erp.journal_lines as lines"
        " join erp.journal_entries as entries using (entry_id)"
        " join erp.ledger_accounts as accounts using (account_code)"
        " left join erp.customers on customers.customer_id = lines.customer_id"
        " left join erp.suppliers on suppliers.supplier_id = lines.supplier_id"
        " where entries.company_id = %s and entries.posted_on < %s"
        "  and lines.account_code < '6'"
        " group by lines.account_code, accounts.name, customers.customer_number, customers.name,"
        "  suppliers.supplier_number, suppliers.name"
        " having sum(lines.debit - lines.credit) <> 0"
        " order by lines.account_code, party_number",
        [company_id, start],
    )
    result = -sum((opening.balance for opening in found), Decimal(0))
    if result:
        code = CARRIED_LOSS if result > 0 else CARRIED_PROFIT
        name = _account_name(connection, code)
        found.append(Opening(code, name, None, None, result))
    return found


def _account_name(connection: Connection, code: str) -> str:
    query = "select name from erp.ledger_accounts where account_code = %s"
    row = connection.execute(query, [code]).fetchone()
    return code if row is None else str(row[0])
