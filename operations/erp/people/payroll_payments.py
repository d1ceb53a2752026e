"""Pay what a payroll owes: the employees, then the funds and the tax office."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, first
from operations.erp.accounting.commands import post_in_open
from operations.erp.accounting.lettering import letter_when_settled
from operations.erp.accounting.periods import require_open
from operations.erp.people.contributions import FUNDS
from operations.erp.people.errors import PaidAlready, PaidTooEarly
from operations.erp.people.payroll_postings import TAX_WITHHELD, WAGES_OWED, settled
from operations.errors import NotFound


@dataclass(frozen=True)
class _Payroll:
    payroll_id: int
    payroll_number: str
    company_id: int
    posted_on: dt.date
    paid_on: dt.date | None
    contributions_paid_on: dt.date | None


def pay_salaries(connection: Connection, *, payroll_id: int, paid_on: dt.date) -> None:
    """Pay the employees of a payroll: Dr 421, Cr 512; lettered.

    Raises PaidAlready, PaidTooEarly, PeriodClosed, NotFound.
    """
    payroll = _locked(connection, payroll_id)
    if payroll.paid_on is not None:
        raise PaidAlready(payroll.payroll_number, "salaries", payroll.paid_on)
    _settle(connection, payroll, paid_on, (WAGES_OWED,), what="Salaries of payroll")
    connection.execute(
        "update erp.payrolls set paid_on = %s where payroll_id = %s", [paid_on, payroll_id]
    )


def pay_contributions(connection: Connection, *, payroll_id: int, paid_on: dt.date) -> None:
    """Pay the funds and the tax withheld of a payroll: Dr 431, 437, 4421, Cr 512; lettered.

    Raises PaidAlready, PaidTooEarly, PeriodClosed, NotFound.
    """
    payroll = _locked(connection, payroll_id)
    if payroll.contributions_paid_on is not None:
        raise PaidAlready(payroll.payroll_number, "contributions", payroll.contributions_paid_on)
    _settle(connection, payroll, paid_on, (*FUNDS, TAX_WITHHELD), what="Contributions of payroll")
    connection.execute(
        "update erp.payrolls set contributions_paid_on = %s where payroll_id = %s",
        [paid_on, payroll_id],
    )


def _locked(connection: Connection, payroll_id: int) -> _Payroll:
    found = first(
        connection,
        _Payroll,
        "select payroll_id, payroll_number, company_id, posted_on, paid_on, contributions_paid_on"
        " from erp.payrolls where payroll_id = %s for update",
        [payroll_id],
    )
    if found is None:
        raise NotFound("payroll", payroll_id)
    return found


def _settle(
    connection: Connection,
    payroll: _Payroll,
    paid_on: dt.date,
    accounts: tuple[str, ...],
    *,
    what: str,
) -> None:
    """Pay what the payroll's own entry owes on some accounts, and letter it."""
    number = payroll.payroll_number
    if paid_on < payroll.posted_on:
        raise PaidTooEarly(number, paid_on, posted_on=payroll.posted_on)
    require_open(
        connection, paid_on, document=f"payment of payroll {number}", company_id=payroll.company_id
    )
    rows = connection.execute(
        "select account_code, sum(credit - debit) from erp.journal_lines"
        " join erp.journal_entries using (entry_id)"
        " where company_id = %s and reference = %s and account_code = any(%s)"
        " group by account_code order by account_code",
        [payroll.company_id, number, list(accounts)],
    ).fetchall()
    owed = {account: Decimal(amount) for account, amount in rows}
    entry = settled(number, paid_on, owed, company_id=payroll.company_id, what=what)
    if entry is None:
        return
    post_in_open(connection, entry)
    for account in owed:
        letter_when_settled(
            connection, invoice_number=number, account_code=account, company_id=payroll.company_id
        )
