"""Fiscal years: which days they are of, and which were closed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, every, first


@dataclass(frozen=True)
class FiscalYear:
    """A fiscal year that was closed; ``result_amount`` is a profit above zero."""

    fiscal_year_id: int
    company_id: int
    fiscal_year: int
    starts_on: dt.date
    ends_on: dt.date
    result_amount: Decimal


def fiscal_year(year: int, *, first_month: int) -> tuple[dt.date, dt.date]:
    """The first and the last day of a fiscal year; it bears the number of the year it ends in."""
    start = dt.date(year if first_month == 1 else year - 1, first_month, 1)
    return start, start.replace(year=start.year + 1) - dt.timedelta(days=1)


def closed_years(connection: Connection, *, company_id: int = 1) -> list[FiscalYear]:
    """The fiscal years of a company that were closed, in the order of time."""
    return every(
        connection,
        FiscalYear,
        "select fiscal_year_id, company_id, fiscal_year, starts_on, ends_on, result_amount"
        " from erp.fiscal_years where company_id = %s order by starts_on",
        [company_id],
    )


def closed_year(connection: Connection, *, year: int, company_id: int = 1) -> FiscalYear | None:
    """A closed fiscal year by its number; None while it is open."""
    return first(
        connection,
        FiscalYear,
        "select fiscal_year_id, company_id, fiscal_year, starts_on, ends_on, result_amount"
        " from erp.fiscal_years where company_id = %s and fiscal_year = %s",
        [company_id, year],
    )


def is_opened(connection: Connection, *, start: dt.date, company_id: int = 1) -> bool:
    """Whether the closing of the year before ``start`` posted what opens this one."""
    row = connection.execute(
        "select from erp.fiscal_years where company_id = %s and ends_on = %s::date - 1",
        [company_id, start],
    ).fetchone()
    return row is not None
