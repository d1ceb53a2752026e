"""The trial balance: what each account moved in a span of days, and what is left on it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from operations.database.connection import Connection, every
from operations.erp.accounting.fec_lines import fec_lines
from operations.erp.accounting.model import OPENING_JOURNAL

NOTHING: Final = Decimal("0.00")


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

    Without ``start`` it is the balance as of ``end``; without both, of all that was posted. The
    closing of a year and its opening are in both sums: in the balance they are nothing.
    ``year_balance`` shows a fiscal year with its opening.
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


@dataclass(frozen=True)
class YearBalance:
    """An account in a fiscal year: how it opened, what moved, and how it stands."""

    account_code: str
    name: str
    opening: Decimal
    debit: Decimal
    credit: Decimal

    @property
    def closing(self) -> Decimal:
        """How it stands at the end of the span: opening and what moved."""
        return self.opening + self.debit - self.credit


def year_balance(
    connection: Connection, *, start: dt.date, end: dt.date, company_id: int = 1
) -> list[YearBalance]:
    """A company's accounts from the first day of a fiscal year to ``end``, by number.

    Charges and products open at nothing; what a year that was never closed earned opens on 110
    or 119, as in its FEC.
    """
    lines = fec_lines(connection, start=start, end=end, company_id=company_id)
    sums: dict[str, YearBalance] = {}
    for line in lines:
        before = sums.get(line.account_code) or YearBalance(
            line.account_code, line.account_name, NOTHING, NOTHING, NOTHING
        )
        if line.journal_code == OPENING_JOURNAL:
            after = replace(before, opening=before.opening + line.debit - line.credit)
        else:
            after = replace(
                before, debit=before.debit + line.debit, credit=before.credit + line.credit
            )
        sums[line.account_code] = after
    return [sums[code] for code in sorted(sums)]


def total(balances: list[Balance]) -> tuple[Decimal, Decimal]:
    """Debit and credit of all accounts: equal, or the books are broken."""
    return (
        sum((line.debit for line in balances), NOTHING),
        sum((line.credit for line in balances), NOTHING),
    )
