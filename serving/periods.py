"""Spans of days: presets of the fiscal year, the span before, the same span a year before."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from serving.fiscal_weeks import FiscalWeeks

PRESETS = (
    "this_month",
    "last_month",
    "this_quarter",
    "last_quarter",
    "this_year",
    "last_year",
    "last_12_months",
    "all_time",
)
DAY = dt.timedelta(days=1)
YEAR_OF_WEEKS = dt.timedelta(weeks=52)


@dataclass(frozen=True)
class Period:
    """The days from ``start`` to ``end``, both included."""

    start: dt.date
    end: dt.date

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise ValueError(f"{self.start} is after {self.end}")

    @property
    def days(self) -> int:
        """How many days."""
        return (self.end - self.start).days + 1

    @property
    def is_whole_months(self) -> bool:
        """From the first day of a month to the last day of one."""
        return self.start.day == 1 and _is_month_end(self.end)

    @property
    def months(self) -> int:
        """How many months it touches."""
        return _index(self.end) - _index(self.start) + 1

    def before(self) -> Period:
        """The span of the same length that ends the day before: in months where they are whole."""
        if self.is_whole_months:
            return Period(shift(self.start, -self.months), self.start - DAY)
        length = dt.timedelta(days=self.days)
        return Period(self.start - length, self.end - length)

    def year_before(self) -> Period:
        """The same days a year earlier; a whole February stays whole, 29 February becomes 28."""
        end = shift(self.end, -12)
        if self.is_whole_months:
            end = _month_end(end)
        return Period(shift(self.start, -12), end)


def preset(
    name: str, *, today: dt.date, fiscal_year_start: int, fiscal_weeks: str | None = None
) -> Period | None:
    """The period that ``name`` means on ``today``; None for all time.

    ``this_*`` end today; quarters and years are those of the fiscal year, whose first month is
    ``fiscal_year_start`` (1 to 12); with ``fiscal_weeks`` (4-4-5 …) months are of whole weeks too.
    Raises ValueError for a name that is not in PRESETS.
    """
    if fiscal_weeks is None:
        month = today.replace(day=1)
        since_year = (today.month - fiscal_year_start) % 12
        year, quarter = shift(month, -since_year), shift(month, -(since_year % 3))
        before = (shift(month, -1), shift(quarter, -3), shift(year, -12))
    else:
        weeks = FiscalWeeks(fiscal_year_start, fiscal_weeks)
        month, quarter = weeks.month_start(today), weeks.quarter_start(today)
        year = weeks.year_start(today)
        before = (
            weeks.month_start(month - DAY),
            weeks.quarter_start(quarter - DAY),
            weeks.year_start(year - DAY),
        )
    spans: dict[str, Period | None] = {
        "this_month": Period(month, today),
        "last_month": Period(before[0], month - DAY),
        "this_quarter": Period(quarter, today),
        "last_quarter": Period(before[1], quarter - DAY),
        "this_year": Period(year, today),
        "last_year": Period(before[2], year - DAY),
        "last_12_months": Period(_year_ago(today), today),
        "all_time": None,
    }
    if name not in spans:
        raise ValueError(f"there is no period '{name}'")
    return spans[name]


def buckets(period: Period, grain: str) -> list[dt.date]:
    """The first day of every day, week, month, quarter or year that ``period`` touches."""
    if grain in ("day", "week"):
        step = dt.timedelta(days=7 if grain == "week" else 1)
        first = period.start - dt.timedelta(days=period.start.weekday() if grain == "week" else 0)
        return [first + step * i for i in range((period.end - first).days // step.days + 1)]
    months = {"month": 1, "quarter": 3, "year": 12}[grain]
    first = period.start.replace(day=1, month=(period.start.month - 1) // months * months + 1)
    count = (_index(period.end) - _index(first)) // months + 1
    return [shift(first, months * i) for i in range(count)]


def readable_grain(period: Period) -> str:
    """The grain that gives a chart of a readable number of marks; months where they fit."""
    if period.days <= 31:
        return "day"
    if period.days <= 92:
        return "week"
    return "month" if period.months <= 40 else "quarter" if period.months <= 120 else "year"


def aligned_year_before(period: Period, grain: str) -> Period:
    """The year before as a chart by ``grain`` needs it: for weeks, 52 of them, Monday to Monday."""
    if grain != "week":
        return period.year_before()
    return Period(period.start - YEAR_OF_WEEKS, period.end - YEAR_OF_WEEKS)


def a_year_later(day: dt.date, grain: str) -> dt.date:
    """The bucket of this year beside which one of ``aligned_year_before`` is drawn."""
    return day + YEAR_OF_WEEKS if grain == "week" else shift(day, 12)


def shift(day: dt.date, months: int) -> dt.date:
    """The same day some months later or earlier, or the last day of a shorter month."""
    year, month = divmod(_index(day) + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def _year_ago(today: dt.date) -> dt.date:
    """The first of the twelve months that end today: the first of a month on a month's end."""
    if _is_month_end(today):
        return shift(today.replace(day=1), -11)
    return shift(today, -12) + DAY


def _index(day: dt.date) -> int:
    return day.year * 12 + day.month - 1


def _month_end(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _is_month_end(day: dt.date) -> bool:
    return day == _month_end(day)
