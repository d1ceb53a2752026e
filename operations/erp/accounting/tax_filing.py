"""File a VAT return: its entry settles the accounts of the tax. Then pay it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from operations.database.connection import Connection, insert
from operations.erp.accounting.commands import post_in_open
from operations.erp.accounting.errors import (
    NothingToPay,
    TaxPeriodNotOver,
    TaxReturnFiled,
    TaxReturnOutOfOrder,
)
from operations.erp.accounting.lettering import letter_when_settled
from operations.erp.accounting.model import (
    BANK,
    BANK_JOURNAL,
    OTHER_JOURNAL,
    TAX_ACCOUNTS,
    TAX_CREDIT,
    TAX_PAYABLE,
    Entry,
    Posting,
    without_zeros,
)
from operations.erp.accounting.periods import LOCK, require_open
from operations.erp.accounting.tax_returns import (
    DECLARED,
    TaxPeriod,
    TaxReturn,
    declared,
    prepare_tax_return,
)
from operations.errors import NotFound
from operations.numbering import next_number


def file_tax_return(
    connection: Connection,
    *,
    period: TaxPeriod,
    filed_on: dt.date,
    posted_on: dt.date | None = None,
    company_id: int = 1,
) -> int:
    """File the return of a period and settle its accounts; return its key.

    The entry is of the period's last day, or of ``posted_on`` when that month is closed.
    Raises TaxReturnFiled, TaxReturnOutOfOrder, TaxPeriodNotOver, PeriodClosed.
    """
    # What is posted between summing and marking would be declared and never summed.
    connection.execute(LOCK)
    # Two returns at once would declare the same lines.
    connection.execute(
        "select from erp.companies where company_id = %s for no key update", [company_id]
    )
    _require_next(connection, period, company_id)
    if filed_on <= period.ends_on:
        raise TaxPeriodNotOver(
            f"The VAT return of {period} cannot be filed on {filed_on}.",
            remedy=f"File it after {period.ends_on}.",
        )
    posted_on = posted_on or period.ends_on
    if posted_on < period.ends_on:
        raise TaxPeriodNotOver(
            f"The VAT return of {period} cannot be posted on {posted_on}: it is not over.",
            remedy=f"Post it on {period.ends_on} or later.",
        )
    require_open(connection, posted_on, document=f"VAT return of {period}", company_id=company_id)
    found = prepare_tax_return(connection, period=period, company_id=company_id)
    number = next_number(connection, "tax_return", company_id)
    tax_return_id = _write(connection, found, number, filed_on, company_id)
    postings = settled(found, _balances(connection, period, company_id), number)
    if postings:
        entry = Entry(
            OTHER_JOURNAL,
            posted_on,
            "tax_return",
            number,
            f"VAT return {number}, {period}",
            postings,
            company_id,
        )
        connection.execute(
            "update erp.tax_returns set entry_id = %s where tax_return_id = %s",
            [post_in_open(connection, entry), tax_return_id],
        )
    _mark(connection, found, tax_return_id, company_id)
    return tax_return_id


def settled(found: TaxReturn, balances: dict[str, Decimal], number: str) -> tuple[Posting, ...]:
    """The accounts of the tax set to zero, against what is to be paid or carried.

    ``balances`` is debit less credit of what the return declares, by account.
    """
    turned = [
        Posting(account, debit=max(-balance, Decimal(0)), credit=max(balance, Decimal(0)))
        for account, balance in balances.items()
    ]
    return without_zeros(
        [
            *turned,
            Posting(TAX_CREDIT, credit=found.credit_brought),
            Posting(TAX_CREDIT, debit=found.credit_amount),
            Posting(TAX_PAYABLE, credit=found.payable_amount, reference=number),
        ]
    )


def pay_tax_return(connection: Connection, *, tax_return_id: int, paid_on: dt.date) -> int:
    """Pay what a return says from the bank; return the entry's key.

    Raises NotFound, NothingToPay, PeriodClosed.
    """
    row = connection.execute(
        "select tax_return_number, company_id, filed_on, payable_amount, paid_on"
        " from erp.tax_returns where tax_return_id = %s for update",
        [tax_return_id],
    ).fetchone()
    if row is None:
        raise NotFound("VAT return", tax_return_id)
    number, company_id, filed_on, amount, already_on = row
    if already_on is not None or not amount:
        why = f"was paid on {already_on}" if already_on else "has nothing to pay"
        raise NothingToPay(f"VAT return {number} {why}.", remedy="Nothing is to be done.")
    if paid_on < filed_on:
        raise NothingToPay(
            f"VAT return {number} was filed on {filed_on}, and cannot be paid on {paid_on}.",
            remedy=f"Date the payment {filed_on} or later.",
        )
    document = f"payment of VAT return {number}"
    require_open(connection, paid_on, document=document, company_id=company_id)
    postings = (
        Posting(TAX_PAYABLE, debit=amount, reference=number),
        Posting(BANK, credit=amount),
    )
    entry = Entry(
        BANK_JOURNAL, paid_on, "tax_payment", number, f"Payment of {number}", postings, company_id
    )
    entry_id = post_in_open(connection, entry)
    connection.execute(
        "update erp.tax_returns set paid_on = %s, payment_entry_id = %s where tax_return_id = %s",
        [paid_on, entry_id, tax_return_id],
    )
    letter_when_settled(
        connection, invoice_number=number, account_code=TAX_PAYABLE, company_id=company_id
    )
    return entry_id


def _require_next(connection: Connection, period: TaxPeriod, company_id: int) -> None:
    """A return is filed once, and after those before it."""
    row = connection.execute(
        "select tax_return_number, starts_on, ends_on from erp.tax_returns"
        " where company_id = %s and ends_on >= %s order by starts_on limit 1",
        [company_id, period.starts_on],
    ).fetchone()
    if row is None:
        return
    number, starts_on, ends_on = row
    if starts_on > period.ends_on:
        raise TaxReturnOutOfOrder(
            f"The VAT return of {period} cannot be filed: {number} of a later period was.",
            remedy="Declare it in the next return: it takes what none declared.",
        )
    raise TaxReturnFiled(
        f"The VAT return of {period} was filed: {number}, {starts_on} to {ends_on}.",
        remedy="What was posted since is declared by the next one.",
    )


def _balances(connection: Connection, period: TaxPeriod, company_id: int) -> dict[str, Decimal]:
    rows = connection.execute(
        "select lines.account_code, sum(lines.debit - lines.credit)"
        " from erp.journal_lines as lines join erp.journal_entries as entries using (entry_id)"
        f" where {DECLARED} and lines.account_code = any(%(tax)s)"
        " group by lines.account_code",
        declared(period, company_id),
    ).fetchall()
    sums: dict[str, Decimal] = dict(rows)
    return {account: sums[account] for account in TAX_ACCOUNTS if account in sums}


def _write(
    connection: Connection, found: TaxReturn, number: str, filed_on: dt.date, company_id: int
) -> int:
    """The return and its lines."""
    tax_return_id = insert(
        connection,
        "insert into erp.tax_returns (tax_return_number, company_id, starts_on, ends_on,"
        " filed_on, due_amount, deductible_amount, credit_brought_amount, payable_amount,"
        " credit_amount) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
        " returning tax_return_id",
        [
            number,
            company_id,
            found.period.starts_on,
            found.period.ends_on,
            filed_on,
            found.due_amount,
            found.deductible_amount,
            found.credit_brought,
            found.payable_amount,
            found.credit_amount,
        ],
    )
    connection.execute(
        "insert into erp.tax_return_lines (tax_return_id, tax_code, base_amount, due_amount,"
        " deductible_amount, asset_amount)"
        " select %s, * from unnest(%s::text[], %s::numeric[], %s::numeric[], %s::numeric[],"
        "  %s::numeric[])",
        [
            tax_return_id,
            [line.tax_code for line in found.lines],
            [line.base_amount for line in found.lines],
            [line.due_amount for line in found.lines],
            [line.deductible_amount for line in found.lines],
            [line.asset_amount for line in found.lines],
        ],
    )
    return tax_return_id


def _mark(connection: Connection, found: TaxReturn, tax_return_id: int, company_id: int) -> None:
    """Say of each line that this return declared it."""
    connection.execute(
        "update erp.journal_lines as lines set tax_return_id = %(key)s"
        " from erp.journal_entries as entries"
        f" where entries.entry_id = lines.entry_id and {DECLARED}",
        declared(found.period, company_id) | {"key": tax_return_id},
    )
