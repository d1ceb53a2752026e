"""What a year hands to the next one: its open items one by one, its other balances by account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from operations.database.connection import Connection, every
from operations.erp.accounting.model import (
    CLOSED_BALANCE,
    PAYABLES,
    RECEIVABLES,
    SUSPENSE,
    YEAR_LOSS,
    YEAR_PROFIT,
    Posting,
    reversed_sides,
)

# Where a line without a reference is an item by itself: unapplied cash, an unknown transfer.
BY_LINE: Final = (RECEIVABLES, PAYABLES, SUSPENSE)


@dataclass(frozen=True)
class Carried:
    """A balance that goes over a year's end; above zero a debit.

    ``is_item`` says that it is an open item: of a party, with a reference, or in suspense.
    ``lettering_id`` is the lettering that settled it after the year's end already.
    """

    account_code: str
    customer_id: int | None
    supplier_id: int | None
    reference: str | None
    currency_code: str | None
    is_item: bool
    lettering_id: int | None
    balance: Decimal
    document_amount: Decimal | None
    due_on: dt.date | None
    item_on: dt.date | None
    line_ids: list[int]

    def opening(self) -> Posting:
        """Its line in the next year's opening entry."""
        # Part payments at other rates may leave an amount in foreign currency on the other side.
        keeps_currency = self.document_amount is not None and (
            self.document_amount == 0 or (self.document_amount > 0) == (self.balance > 0)
        )
        return Posting(
            self.account_code,
            debit=max(self.balance, Decimal(0)),
            credit=max(-self.balance, Decimal(0)),
            customer_id=self.customer_id,
            supplier_id=self.supplier_id,
            reference=self.reference,
            currency_code=self.currency_code if keeps_currency else None,
            document_amount=self.document_amount if keeps_currency else None,
            due_on=self.due_on,
            item_on=self.item_on,
        )


def carried_balances(connection: Connection, end: dt.date, company_id: int) -> list[Carried]:
    """The balances of classes 1 to 5 at the end of a day.

    The class is asked of the account's code: a join with the chart, or a function of the code,
    misleads PostgreSQL where it has no statistics (1.6 s for 12,000 lines; 0.02 s now).
    """
    return every(
        connection,
        Carried,
        "with open_lines as (select lines.*, entries.posted_on, letterings.lettering_id as later,"
        "   lines.customer_id is not null or lines.supplier_id is not null"
        "    or lines.reference is not null or letterings.lettering_id is not null"
        "    or lines.account_code = %(suspense)s as is_item"
        "  from erp.journal_lines as lines"
        "  join erp.journal_entries as entries using (entry_id)"
        "  left join erp.letterings on letterings.lettering_id = lines.lettering_id"
        "  where entries.company_id = %(company)s and entries.posted_on <= %(end)s"
        "   and lines.account_code < '6'"
        "   and (letterings.lettered_on is null or letterings.lettered_on > %(end)s))"
        " select account_code, customer_id, supplier_id, reference, currency_code, is_item,"
        "  case when is_item then later end as lettering_id, sum(debit - credit) as balance,"
        "  sum(document_amount) as document_amount, max(due_on) as due_on,"
        "  case when is_item then min(coalesce(item_on, posted_on)) end as item_on,"
        "  array_agg(journal_line_id order by journal_line_id) as line_ids"
        " from open_lines"
        " group by account_code, customer_id, supplier_id, reference, currency_code, is_item,"
        "  case when is_item then later end,"
        "  case when account_code = any(%(by_line)s) and reference is null and later is null"
        "   then journal_line_id end"
        " having sum(debit - credit) <> 0"
        " order by account_code, customer_id, supplier_id, item_on, reference, lettering_id",
        {"company": company_id, "end": end, "suspense": SUSPENSE, "by_line": list(BY_LINE)},
    )


def result_of(carried: Iterable[Carried]) -> Decimal:
    """The year's result: what its balance has more than it owes; above zero a profit."""
    return sum((each.balance for each in carried), Decimal("0.00"))


def opened(carried: Sequence[Carried]) -> tuple[Posting, ...]:
    """The opening entry: every balance, then the result on 120 or 129."""
    return (*(each.opening() for each in carried), *_result_on(carried, YEAR_PROFIT, YEAR_LOSS))


def closed(carried: Sequence[Carried]) -> tuple[Posting, ...]:
    """The closing entry: every balance on its other side, in the order of the opening."""
    return reversed_sides(
        (*(each.opening() for each in carried), *_result_on(carried, CLOSED_BALANCE))
    )


def _result_on(
    carried: Sequence[Carried], profit: str, loss: str | None = None
) -> tuple[Posting, ...]:
    result = result_of(carried)
    if result > 0:
        return (Posting(profit, credit=result),)
    return (Posting(loss or profit, debit=-result),) if result else ()
