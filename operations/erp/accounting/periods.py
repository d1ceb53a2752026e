"""Periods of the books: months that open with their first entry, close in order, and stay shut.

Every day up to the end of the last closed period is frozen, months without entries too. Closing
locks the table against whoever posts, so that nobody posts into what is being closed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from operations.database.connection import Connection, every, first
from operations.erp.accounting.errors import (
    PeriodClosed,
    PeriodNotOpen,
    PeriodOutOfOrder,
    PeriodUnbalanced,
    YearClosed,
)

# Posting takes rows of the table for share: this waits for it, and makes it wait.
LOCK: Final = "lock table erp.periods in exclusive mode"


@dataclass(frozen=True)
class Period:
    """A month of the books."""

    period_id: int
    starts_on: dt.date
    ends_on: dt.date
    status: str
    entry_count: int
    debit: Decimal
    credit: Decimal


@dataclass(frozen=True)
class _Status:
    starts_on: dt.date
    status: str


def month_span(day: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day of the month of a day."""
    start = day.replace(day=1)
    return start, (start + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)


def require_open(
    connection: Connection, day: dt.date, *, document: str, company_id: int = 1
) -> None:
    """Refuse a document of a closed period; make the period of an open one when it is the first.

    It stays open until the transaction ends: a closing waits. Raises PeriodClosed.
    """
    found = first(
        connection,
        _Status,
        # "closed" comes before "open": the earliest closed month that freezes this day, if any.
        "select starts_on, status from erp.periods where company_id = %(company)s"
        " and ends_on >= %(day)s"
        " and (status = 'closed' or starts_on <= %(day)s)"
        " order by status, starts_on limit 1 for share",
        {"day": day, "company": company_id},
    )
    if found is None:
        connection.execute(
            "insert into erp.periods (company_id, starts_on, ends_on)"
            " values (%(company)s, %(start)s::date,"
            "  (%(start)s::date + interval '1 month')::date - 1)"
            " on conflict do nothing",
            {"start": day.replace(day=1), "company": company_id},
        )
    elif found.status == "closed":
        raise PeriodClosed(document, day, closed=found.starts_on)


def periods(connection: Connection, *, company_id: int = 1) -> list[Period]:
    """Every period of a company with what was posted in it, in the order of time."""
    return every(
        connection,
        Period,
        "select periods.period_id, periods.starts_on, periods.ends_on, periods.status,"
        " count(distinct entries.entry_id) as entry_count,"
        " coalesce(sum(lines.debit), 0) as debit, coalesce(sum(lines.credit), 0) as credit"
        " from erp.periods"
        " left join erp.journal_entries as entries"
        "  on entries.company_id = periods.company_id"
        "  and entries.posted_on between periods.starts_on and periods.ends_on"
        " left join erp.journal_lines as lines using (entry_id)"
        " where periods.company_id = %s"
        " group by periods.period_id order by periods.starts_on",
        [company_id],
    )


def close_period(connection: Connection, *, month: dt.date, company_id: int = 1) -> Period:
    """Close the period of ``month``: nothing in it, or before it, changes any more."""
    connection.execute(LOCK)
    known = periods(connection, company_id=company_id)
    period = _of_month(known, month)
    if period.status == "closed":
        raise PeriodNotOpen(
            f"Period {month:%Y-%m} is closed already.",
            remedy="Nothing is to be done; affluent erp periods lists what is open.",
        )
    still_open = [
        other for other in known if other.starts_on < period.starts_on and other.status == "open"
    ]
    if still_open:
        earliest = still_open[0].starts_on
        raise PeriodOutOfOrder(
            f"Period {month:%Y-%m} cannot be closed: {earliest:%Y-%m} is open.",
            remedy=f"Close {earliest:%Y-%m} first.",
        )
    _require_balance(connection, period.starts_on, period.ends_on, company_id)
    connection.execute(
        "update erp.periods set status = 'closed', closed_at = clock_timestamp()"
        " where period_id = %s",
        [period.period_id],
    )
    return period


def close_through(connection: Connection, *, end: dt.date, company_id: int = 1) -> None:
    """Close every month up to the one that ``end`` is the last day of, that one in any case.

    So a year is closed though nothing was posted in its last month. Raises PeriodUnbalanced.
    """
    connection.execute(LOCK)
    row = connection.execute(
        "select min(starts_on) from erp.periods"
        " where company_id = %s and status = 'open' and ends_on <= %s",
        [company_id, end],
    ).fetchone()
    if row is not None and row[0] is not None:
        _require_balance(connection, row[0], end, company_id)
    connection.execute(
        "update erp.periods set status = 'closed', closed_at = clock_timestamp()"
        " where company_id = %s and status = 'open' and ends_on <= %s",
        [company_id, end],
    )
    connection.execute(
        "insert into erp.periods (company_id, starts_on, ends_on, status, closed_at)"
        " values (%s, %s, %s, 'closed', clock_timestamp()) on conflict do nothing",
        [company_id, end.replace(day=1), end],
    )


def reopen_period(connection: Connection, *, month: dt.date, company_id: int = 1) -> Period:
    """Open the last closed period again."""
    connection.execute(LOCK)
    known = periods(connection, company_id=company_id)
    period = _of_month(known, month)
    if period.status == "open":
        raise PeriodNotOpen(
            f"Period {month:%Y-%m} is open already.",
            remedy="Nothing is to be done; affluent erp periods lists what is closed.",
        )
    _require_year_open(connection, period, company_id)
    last = max(other.starts_on for other in known if other.status == "closed")
    if period.starts_on != last:
        raise PeriodOutOfOrder(
            f"Period {month:%Y-%m} cannot be reopened: {last:%Y-%m} is closed after it.",
            remedy=f"Reopen {last:%Y-%m} first, or post the correction in an open period.",
        )
    connection.execute(
        "update erp.periods set status = 'open', closed_at = null where period_id = %s",
        [period.period_id],
    )
    return period


def _require_year_open(connection: Connection, period: Period, company_id: int) -> None:
    row = connection.execute(
        "select fiscal_year from erp.fiscal_years"
        " where company_id = %s and %s between starts_on and ends_on",
        [company_id, period.starts_on],
    ).fetchone()
    if row is not None:
        raise YearClosed(
            f"Period {period.starts_on:%Y-%m} cannot be reopened: fiscal year {row[0]} is closed.",
            remedy="Post the correction in an open period.",
        )


def _of_month(known: list[Period], month: dt.date) -> Period:
    for period in known:
        if period.starts_on == month.replace(day=1):
            return period
    raise PeriodNotOpen(
        f"Period {month:%Y-%m} has no entries.",
        remedy="Name a month of the books: affluent erp periods lists them.",
    )


def _require_balance(connection: Connection, start: dt.date, end: dt.date, company_id: int) -> None:
    """The database keeps each entry balanced; whoever switched its rules off is found here."""
    rows = connection.execute(
        "select entries.entry_number, entries.posted_on from erp.journal_entries as entries"
        " left join erp.journal_lines as lines using (entry_id)"
        " where entries.company_id = %s and entries.posted_on between %s and %s"
        " group by entries.entry_id"
        " having coalesce(sum(lines.debit - lines.credit), 1) <> 0"
        " order by entries.entry_number limit 5",
        [company_id, start, end],
    ).fetchall()
    if rows:
        raise PeriodUnbalanced(rows[0][1], [row[0] for row in rows])
