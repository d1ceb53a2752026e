"""Value open items in foreign currency at the rate of a month's end (écarts de conversion).

What would be gained is on 477 and what would be lost on 476, neither in the result; a provision
for the loss is. All of it is undone on the first of the next month, so payments find the items at
the rate at which they were posted. 411 and 401 themselves do not move: the differences are on 4118
and 4018, so that the control accounts stay equal to the sum of their documents.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from operations.database.connection import Connection, every, insert
from operations.erp.accounting.commands import post_in_open
from operations.erp.accounting.currencies import rate_on
from operations.erp.accounting.errors import AlreadyDone
from operations.erp.accounting.model import (
    CONVERSION_GAIN,
    CONVERSION_LOSS,
    EXCHANGE_PROVISION,
    OTHER_JOURNAL,
    PAYABLES,
    PAYABLES_REVALUED,
    PROVISION_MADE,
    PROVISION_RELEASED,
    RECEIVABLES,
    RECEIVABLES_REVALUED,
    Entry,
    Posting,
    reversed_sides,
    without_zeros,
)
from operations.erp.accounting.periods import LOCK, month_span, require_open
from operations.erp.party.companies import company
from operations.money import to_cents

REVALUED: Final = {RECEIVABLES: RECEIVABLES_REVALUED, PAYABLES: PAYABLES_REVALUED}
NOTHING: Final = Decimal(0)


@dataclass(frozen=True)
class ForeignBalance:
    """What a party owes or is owed in a currency, debit above zero, as it was posted."""

    account_code: str
    customer_id: int | None
    supplier_id: int | None
    currency_code: str
    document_amount: Decimal
    booked_amount: Decimal


@dataclass(frozen=True)
class Valued:
    """A foreign balance at the rate of a day."""

    balance: ForeignBalance
    exchange_rate: Decimal

    @property
    def valued_amount(self) -> Decimal:
        """What it is worth at that rate."""
        return to_cents(self.balance.document_amount * self.exchange_rate)

    @property
    def difference(self) -> Decimal:
        """Above zero a gain: more is owed to us, or less by us."""
        return self.valued_amount - self.balance.booked_amount

    def posting(self) -> Posting:
        """Its line, beside the account that it is of."""
        return Posting(
            REVALUED[self.balance.account_code],
            debit=max(self.difference, NOTHING),
            credit=max(-self.difference, NOTHING),
            customer_id=self.balance.customer_id,
            supplier_id=self.balance.supplier_id,
        )


def revalue(
    connection: Connection, *, month: dt.date, with_provision: bool = False, company_id: int = 1
) -> int | None:
    """Post the differences at a month's end and what undoes them the day after.

    Return the revaluation's key; None when nothing differs. Raises AlreadyDone, NoRate (of
    that month), PeriodClosed.
    """
    # What is posted meanwhile would be in some sums and not in others.
    connection.execute(LOCK)
    start, end = month_span(month)
    document = f"revaluation of {start:%Y-%m}"
    home = company(connection, company_id).currency_code
    require_open(connection, end, document=document, company_id=company_id)
    after = end + dt.timedelta(days=1)
    require_open(connection, after, document=f"reversal of the {document}", company_id=company_id)
    _require_first(connection, start, company_id)
    balances = _foreign_balances(connection, end, company_id)
    rates = {
        currency: rate_on(connection, from_currency=currency, to_currency=home, on=end, since=start)
        for currency in {balance.currency_code for balance in balances}
    }
    valued = [Valued(balance, rates[balance.currency_code]) for balance in balances]
    postings = revalued(valued, with_provision=with_provision)
    if not postings:
        return None
    number = f"RV{'' if company_id == 1 else f'{company_id}-'}{start:%Y%m}"
    entry = Entry(
        OTHER_JOURNAL,
        end,
        "revaluation",
        number,
        f"Réévaluation des devises {start:%Y-%m}",
        postings,
        company_id,
    )
    entry_id = post_in_open(connection, entry)
    reversal = replace(
        entry,
        posted_on=after,
        description=f"Extourne, {entry.description}",
        postings=undone(postings),
    )
    return _write(
        connection,
        [
            company_id,
            start,
            entry_id,
            post_in_open(connection, reversal),
            *_sums(valued, with_provision=with_provision),
        ],
        valued,
    )


def revalued(valued: Sequence[Valued], *, with_provision: bool) -> tuple[Posting, ...]:
    """The lines of a revaluation: each balance, 477, 476, and the provision for the loss."""
    gain, loss, provision = _sums(valued, with_provision=with_provision)
    return without_zeros(
        [
            *(each.posting() for each in valued),
            Posting(CONVERSION_GAIN, credit=gain),
            Posting(CONVERSION_LOSS, debit=loss),
            Posting(PROVISION_MADE, debit=provision),
            Posting(EXCHANGE_PROVISION, credit=provision),
        ]
    )


def undone(postings: Sequence[Posting]) -> tuple[Posting, ...]:
    """What undoes it: a provision is released by an account of its own."""
    return tuple(
        replace(line, account_code=PROVISION_RELEASED)
        if line.account_code == PROVISION_MADE
        else line
        for line in reversed_sides(postings)
    )


def _sums(valued: Sequence[Valued], *, with_provision: bool) -> tuple[Decimal, Decimal, Decimal]:
    gain = sum((max(each.difference, NOTHING) for each in valued), NOTHING)
    loss = sum((max(-each.difference, NOTHING) for each in valued), NOTHING)
    return gain, loss, loss if with_provision else NOTHING


def _require_first(connection: Connection, month: dt.date, company_id: int) -> None:
    # Two revaluations at once would both be first.
    connection.execute(
        "select from erp.companies where company_id = %s for no key update", [company_id]
    )
    done = connection.execute(
        "select from erp.exchange_revaluations where company_id = %s and month = %s",
        [company_id, month],
    ).fetchone()
    if done is not None:
        raise AlreadyDone(
            f"Foreign currencies were revalued for {month:%Y-%m} already.",
            remedy="Nothing is to be done; a later rate counts next month.",
        )


def _foreign_balances(
    connection: Connection, end: dt.date, company_id: int
) -> list[ForeignBalance]:
    """What stood open in other currencies at the end of a day."""
    return every(
        connection,
        ForeignBalance,
        "select lines.account_code, lines.customer_id, lines.supplier_id, lines.currency_code,"
        " sum(lines.document_amount) as document_amount,"
        " sum(lines.debit - lines.credit) as booked_amount"
        " from erp.journal_lines as lines join erp.journal_entries as entries using (entry_id)"
        " left join erp.letterings using (lettering_id)"
        " where entries.company_id = %s and entries.posted_on <= %s"
        " and lines.account_code = any(%s) and lines.currency_code is not null"
        " and (lettered_on is null or lettered_on > %s)"
        " group by 1, 2, 3, 4 having sum(lines.document_amount) <> 0"
        " order by 1, 2, 3, 4",
        [company_id, end, list(REVALUED), end],
    )


def _write(connection: Connection, values: Sequence[object], valued: Sequence[Valued]) -> int:
    key = insert(
        connection,
        "insert into erp.exchange_revaluations (company_id, month, entry_id, reversal_entry_id,"
        " gain_amount, loss_amount, provision_amount) values (%s, %s, %s, %s, %s, %s, %s)"
        " returning exchange_revaluation_id",
        values,
    )
    connection.execute(
        "insert into erp.exchange_revaluation_lines (exchange_revaluation_id, account_code,"
        " customer_id, supplier_id, currency_code, document_amount, exchange_rate, booked_amount,"
        " valued_amount)"
        " select %s, * from unnest(%s::text[], %s::bigint[], %s::bigint[], %s::text[],"
        "  %s::numeric[], %s::numeric[], %s::numeric[], %s::numeric[])",
        [
            key,
            [each.balance.account_code for each in valued],
            [each.balance.customer_id for each in valued],
            [each.balance.supplier_id for each in valued],
            [each.balance.currency_code for each in valued],
            [each.balance.document_amount for each in valued],
            [each.exchange_rate for each in valued],
            [each.balance.booked_amount for each in valued],
            [each.valued_amount for each in valued],
        ],
    )
    return key
