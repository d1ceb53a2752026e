"""What is looked at before a month is closed, one question each. They only read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import LiteralString

from operations.database.connection import Connection
from operations.erp.accounting.model import (
    BANK,
    PAYABLES,
    RECEIVABLES,
    SUSPENSE,
    TAX_ACCOUNTS,
)
from operations.erp.accounting.tax_returns import TaxPeriod, prepare_tax_return
from operations.erp.closing.accruals import accrued
from operations.erp.closing.to_invoice import to_invoice
from operations.erp.sales.receivables import receivables
from operations.erp.stock.proof import stock_against_ledger

NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Month:
    """The month that is to be closed, of a company."""

    company_id: int
    starts_on: dt.date
    ends_on: dt.date


@dataclass(frozen=True)
class Check:
    """A question, whether all is well, what was found, and what to do when it is not."""

    name: str
    is_ok: bool
    detail: str
    remedy: str = ""


def entries_balance(connection: Connection, month: Month) -> Check:
    """The database sees to it; whoever switched its rules off is found here."""
    rows = _rows(
        connection,
        "select entries.entry_number from erp.journal_entries as entries"
        " left join erp.journal_lines as lines using (entry_id)"
        " where entries.company_id = %(company)s and posted_on between %(start)s and %(end)s"
        " group by entries.entry_id having coalesce(sum(lines.debit - lines.credit), 1) <> 0"
        " order by 1 limit 5",
        month,
    )
    return _none_of(
        "entries balance",
        rows,
        "do not balance, or have no lines",
        "Restore these entries, or correct them as the owner of the store.",
    )


def receivables_are_411(connection: Connection, month: Month) -> Check:
    """What the sales documents say is owed is what account 411 says."""
    owed = sum(
        (
            each.open_amount_base
            for each in receivables(connection, on=month.ends_on, company_id=month.company_id)
        ),
        NOTHING,
    )
    return tied(
        connection,
        month,
        name="receivables",
        account_code=RECEIVABLES,
        documents=owed,
        remedy="Look for entries on it without documents.",
    )


def stock_is_its_accounts(connection: Connection, month: Month) -> Check:
    """What the stock's own tables say it is worth is what its accounts say."""
    ties = stock_against_ledger(connection, month.company_id, month.ends_on)
    gaps = [
        f"the stock says {tie.stock_amount}, account {tie.account_code} says {tie.ledger_amount}"
        for tie in ties
        if tie.gap
    ]
    return Check(
        "stock",
        not gaps,
        f"{'; '.join(gaps) or 'The stock and its accounts say the same'}.".capitalize(),
        "Look for entries on it that no move made." if gaps else "",
    )


def no_goods_to_invoice(connection: Connection, month: Month) -> Check:
    """What was delivered is invoiced, or accrued on 4181."""
    name = "delivered, not invoiced"
    orders = to_invoice(connection, on=month.ends_on, company_id=month.company_id)
    worth = sum((order.net_amount_base for order in orders), NOTHING)
    detail = f"{len(orders)} orders worth {worth} were delivered and are not invoiced."
    if not orders:
        return Check(name, True, "All that was delivered is invoiced.")
    if accrued(connection, month=month.starts_on, company_id=month.company_id):
        return Check(name, True, f"{detail} They are accrued.")
    return Check(name, False, detail, "Invoice them, or accrue them to 4181.")


def vat_lines_have_codes(connection: Connection, month: Month) -> Check:
    """A line without a code goes to no box of the return."""
    rows = _rows(
        connection,
        "select distinct entries.entry_number from erp.journal_lines as lines"
        " join erp.journal_entries as entries using (entry_id)"
        " where entries.company_id = %(company)s and posted_on between %(start)s and %(end)s"
        " and lines.account_code = any(%(tax)s) and lines.tax_code is null"
        " and entries.document_type not in ('tax_return', 'year_opening', 'year_closing')"
        " order by 1 limit 5",
        month,
    )
    return _none_of(
        "VAT codes",
        rows,
        "post VAT without a code",
        "Reverse them and post them again with their codes.",
    )


def vat_is_declared(connection: Connection, month: Month) -> Check:
    """The return of the period that ends with the month is filed, and nothing came after it."""
    name = "VAT return"
    row = connection.execute(
        "select tax_period_months from erp.companies where company_id = %s", [month.company_id]
    ).fetchone()
    period = TaxPeriod.of_months(month.starts_on, row[0] if row else 1)
    if period.ends_on != month.ends_on:
        return Check(name, True, f"It is due for {period}.")
    number = connection.execute(
        "select tax_return_number from erp.tax_returns where company_id = %s and ends_on = %s",
        [month.company_id, month.ends_on],
    ).fetchone()
    if number is not None:
        return Check(name, True, f"{number[0]} declared {period}.")
    left = prepare_tax_return(connection, period=period, company_id=month.company_id)
    if not left.lines:
        return Check(name, True, "There is nothing to declare.")
    detail = f"The return of {period} is not filed: {left.payable_amount} are to be paid."
    return Check(name, False, detail, "File it; its entry is of the month's last day.")


def suspense_is_empty(connection: Connection, month: Month) -> Check:
    """Nothing is left on 471: somebody found out what it was."""
    left = balance_of(connection, SUSPENSE, month)
    detail = f"{left} are on {SUSPENSE}."
    return Check("suspense", not left, detail, "Post it where it belongs." if left else "")


def bank_agrees(connection: Connection, month: Month) -> Check:
    """The bank's statement of the month's last day says what its account does."""
    name = "bank balance"
    posted = balance_of(connection, BANK, month)
    row = connection.execute(
        "select amount from erp.bank_balances"
        " where company_id = %s and account_code = %s and stated_on = %s",
        [month.company_id, BANK, month.ends_on],
    ).fetchone()
    if row is None:
        used = connection.execute(
            "select from erp.journal_lines join erp.journal_entries using (entry_id)"
            " where company_id = %s and account_code = %s and posted_on <= %s limit 1",
            [month.company_id, BANK, month.ends_on],
        ).fetchone()
        return Check(
            name,
            used is None,
            f"The books say {posted} on {BANK}; no statement of {month.ends_on} was entered.",
            "" if used is None else "Enter the balance of the bank's statement.",
        )
    gap = posted - row[0]
    detail = f"The books say {posted} on {BANK}, the bank {row[0]}."
    return Check(name, not gap, detail, "" if not gap else "Post what the statement has more.")


def currencies_are_revalued(connection: Connection, month: Month) -> Check:
    """Open items in foreign currency were valued at the month's end."""
    rows = _rows(
        connection,
        "select distinct lines.currency_code from erp.journal_lines as lines"
        " join erp.journal_entries as entries using (entry_id)"
        " left join erp.letterings using (lettering_id)"
        " where entries.company_id = %(company)s and posted_on <= %(end)s"
        " and lines.account_code in (%(receivables)s, %(payables)s)"
        " and lines.currency_code is not null"
        " and (lettered_on is null or lettered_on > %(end)s)"
        " and not exists (select from erp.exchange_revaluations"
        "  where company_id = %(company)s and month = %(start)s)"
        " order by 1",
        month,
    )
    return _none_of(
        "foreign currency",
        rows,
        "are open and not valued at the month's end",
        "Enter the rates of its last day, and revalue.",
    )


def tied(
    connection: Connection,
    month: Month,
    *,
    name: str,
    account_code: str,
    documents: Decimal,
    remedy: str,
) -> Check:
    """Whether documents and their account say the same; ``documents`` is debit above zero."""
    posted = balance_of(connection, account_code, month)
    gap = posted - documents
    detail = f"The documents say {documents}, account {account_code} says {posted}."
    return Check(name, not gap, detail, remedy if gap else "")


def balance_of(connection: Connection, account_code: str, month: Month) -> Decimal:
    """Debit less credit of an account at the month's end."""
    row = connection.execute(
        "select coalesce(sum(debit - credit), 0)::numeric(18, 2) from erp.journal_lines"
        " join erp.journal_entries using (entry_id)"
        " where company_id = %s and account_code = %s and posted_on <= %s",
        [month.company_id, account_code, month.ends_on],
    ).fetchone()
    return row[0] if row is not None else NOTHING


def _rows(connection: Connection, query: LiteralString, month: Month) -> list[str]:
    rows = connection.execute(
        query,
        {
            "company": month.company_id,
            "start": month.starts_on,
            "end": month.ends_on,
            "tax": list(TAX_ACCOUNTS),
            "receivables": RECEIVABLES,
            "payables": PAYABLES,
        },
    ).fetchall()
    return [row[0] for row in rows]


def _none_of(name: str, found: list[str], what: str, remedy: str) -> Check:
    if not found:
        return Check(name, True, "None is found.")
    return Check(name, False, f"{', '.join(found)} {what}.", remedy)
