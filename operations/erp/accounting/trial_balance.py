"""The trial balance: what each account moved in a span of days, and what is left on it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, every


@dataclass(frozen=True)
class Balance:
    """An account with its sums; ``balance`` is debit less credit, in company currency."""

    account_code: str
    name: str
    debit: Decimal
    credit: Decimal

    @property
    def balance(self) -> Decimal:
        """Above zero what the company has or spent, below what it owes or earned."""
        return self.debit - self.credit


def trial_balance(
    connection: Connection,
    *,
    start: dt.date | None = None,
    end: dt.date | None = None,
    company_id: int = 1,
) -> list[Balance]:
    """A company's accounts that moved from ``start`` to ``end``, both included, by number.

    Without ``start`` it is the balance as of ``end``; without both, of all that was posted.
    """
    return every(
        connection,
        Balance,
        "select accounts.account_code, accounts.name, sum(lines.debit) as debit,"
        " sum(lines.credit) as credit"
        " from erp.journal_lines as lines"
        " join erp.journal_entries as entries using (entry_id)"
        " join erp.ledger_accounts as accounts using (account_code)"
        " where entries.company_id = %(company)s"
        " and (%(start)s::date is null or entries.posted_on >= %(start)s)"
        " and (%(end)s::date is null or entries.posted_on <= %(end)s)"
        " group by accounts.account_code order by accounts.account_code",
        {"start": start, "end": end, "company": company_id},
    )


def total(balances: list[Balance]) -> tuple[Decimal, Decimal]:
    """Debit and credit of all accounts: equal, or the books are broken."""
    nothing = Decimal("0.00")
    return (
        sum((line.debit for line in balances), nothing),
        sum((line.credit for line in balances), nothing),
    )
