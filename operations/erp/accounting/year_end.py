"""Close a fiscal year: its months, its result, and the balances that open the next year.

Two entries of the next year's first day do it. That of journal AN opens the year: open items one
by one with their references, other balances by account, the result on 120 or 129. That of journal
CL sets the same balances to zero first, against 891: so sums over all years count nothing twice.
Accounts of charges and products are not posted to: a year's sums are of its own days. The FEC has
AN and leaves out CL.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, insert
from operations.erp.accounting.carried import (
    Carried,
    carried_balances,
    closed,
    opened,
    result_of,
)
from operations.erp.accounting.commands import post_in_open
from operations.erp.accounting.errors import (
    NothingToClose,
    YearClosed,
    YearOutOfOrder,
    YearUnbalanced,
)
from operations.erp.accounting.fiscal_years import FiscalYear, closed_years, fiscal_year
from operations.erp.accounting.lettering import letter_carried
from operations.erp.accounting.model import CLOSING_JOURNAL, OPENING_JOURNAL, Entry
from operations.erp.accounting.periods import LOCK, close_through, require_open


@dataclass(frozen=True)
class _Year:
    """The year to be closed."""

    company_id: int
    number: int
    start: dt.date
    end: dt.date

    @property
    def opens_on(self) -> dt.date:
        """The first day of the next one."""
        return self.end + dt.timedelta(days=1)

    def __str__(self) -> str:
        return f"Fiscal year {self.number} ({self.start} to {self.end})"


def close_year(
    connection: Connection, *, year: int, first_month: int = 1, company_id: int = 1
) -> FiscalYear:
    """Close a fiscal year with the months of it that are open, and open the next one.

    Raises YearClosed, YearOutOfOrder, NothingToClose, YearUnbalanced, PeriodClosed (when the next
    year's first month is closed), PeriodUnbalanced.
    """
    connection.execute(LOCK)
    asked = _Year(company_id, year, *fiscal_year(year, first_month=first_month))
    _require_next(connection, asked)
    close_through(connection, end=asked.end, company_id=company_id)
    document = f"opening of the year after {year}"
    require_open(connection, asked.opens_on, document=document, company_id=company_id)
    carried = carried_balances(connection, asked.end, company_id)
    result = result_of(carried)
    _require_result(connection, asked, result)
    closing_id = _post_closing(connection, asked, carried)
    opening_id = _post_opening(connection, asked, carried)
    letter_carried(
        connection,
        items=[
            (position, each.lettering_id, each.line_ids)
            for position, each in enumerate(carried, start=1)
            if each.is_item
        ],
        closing_entry_id=closing_id,
        opening_entry_id=opening_id,
        on=asked.opens_on,
        company_id=company_id,
    )
    key = insert(
        connection,
        "insert into erp.fiscal_years (company_id, fiscal_year, starts_on, ends_on, result_amount,"
        " closing_entry_id, opening_entry_id) values (%s, %s, %s, %s, %s, %s, %s)"
        " returning fiscal_year_id",
        [company_id, year, asked.start, asked.end, result, closing_id, opening_id],
    )
    return FiscalYear(key, company_id, year, asked.start, asked.end, result)


def _post_closing(connection: Connection, year: _Year, carried: Sequence[Carried]) -> int:
    number = _number(CLOSING_JOURNAL, year.company_id, year.end)
    entry = Entry(
        CLOSING_JOURNAL,
        year.opens_on,
        "year_closing",
        number,
        f"Clôture {year.number}",
        closed(carried),
        year.company_id,
        entry_number=number,
    )
    return post_in_open(connection, entry)


def _post_opening(connection: Connection, year: _Year, carried: Sequence[Carried]) -> int:
    number = _number(OPENING_JOURNAL, year.company_id, year.opens_on)
    entry = Entry(
        OPENING_JOURNAL,
        year.opens_on,
        "year_opening",
        number,
        "À nouveaux",
        opened(carried),
        year.company_id,
        entry_number=number,
    )
    return post_in_open(connection, entry)


def _number(journal_code: str, company_id: int, day: dt.date) -> str:
    """None of the series: that has no gap where the FEC leaves out the closing."""
    company = "" if company_id == 1 else f"{company_id}-"
    return f"{journal_code}{company}{day:%Y%m%d}"


def _require_next(connection: Connection, year: _Year) -> None:
    """A year closes once, after the one before it, and has something to close."""
    years = closed_years(connection, company_id=year.company_id)
    if any(known.fiscal_year == year.number for known in years):
        raise YearClosed(
            f"Fiscal year {year.number} is closed already.",
            remedy="Post the correction in the year that is open.",
        )
    if years and year.start != years[-1].ends_on + dt.timedelta(days=1):
        last = years[-1]
        raise YearOutOfOrder(
            f"{year} cannot be closed: the last one closed is "
            f"{last.fiscal_year}, which ends on {last.ends_on}.",
            remedy=f"Close fiscal year {last.fiscal_year + 1} next.",
        )
    row = connection.execute(
        "select min(posted_on), count(*) filter (where posted_on between %s and %s"
        "  and journal_code <> all(%s))"
        " from erp.journal_entries where company_id = %s",
        [year.start, year.end, [OPENING_JOURNAL, CLOSING_JOURNAL], year.company_id],
    ).fetchone()
    earliest, count = row if row is not None else (None, 0)
    if not years and earliest is not None and earliest < year.start:
        raise YearOutOfOrder(
            f"{year} cannot be closed: the books begin on {earliest}, before it.",
            remedy="Close the fiscal years before it first.",
        )
    if not count:
        raise NothingToClose(
            f"{year} has no entries.",
            remedy="Name a fiscal year of the books: affluent erp periods lists their months.",
        )


def _require_result(connection: Connection, year: _Year, result: Decimal) -> None:
    """The result by the balance is the result by the accounts of charges and products."""
    row = connection.execute(
        "select coalesce(sum(lines.credit - lines.debit), 0) from erp.journal_lines as lines"
        " join erp.journal_entries as entries using (entry_id)"
        " where entries.company_id = %s and entries.posted_on between %s and %s"
        " and lines.account_code >= '6' and lines.account_code not like '8%%'",
        [year.company_id, year.start, year.end],
    ).fetchone()
    earned = row[0] if row is not None else Decimal(0)
    if earned != result:
        raise YearUnbalanced(
            f"{year} cannot be closed: its balance says {result}, its charges and "
            f"products say {earned}.",
            remedy="Move what was posted on accounts of class 8 to those it belongs to.",
        )
