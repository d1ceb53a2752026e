"""The hours of business: how much of them lies between two instants, and when so much is over.

Pure: instants and durations in, instants and durations out. Hours are read on the clock of the
company, so a day on which that clock is moved counts what really passes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from operations.crm.moments import COMPANY_ZONE, company_day
from operations.crm.tickets.errors import NoWorkingHours

Hours = Mapping[int, Sequence[tuple[dt.time, dt.time]]]
HOME_COUNTRY: Final = "FR"


@dataclass(frozen=True)
class Calendar:
    """When somebody answers: spans of the clock by weekday (1 is Monday), but for closed days."""

    hours: Hours
    closed_on: frozenset[dt.date] = frozenset()

    def elapsed(self, start: dt.datetime, end: dt.datetime) -> dt.timedelta:
        """How much business time lies between two instants; none when they are the other way."""
        total = dt.timedelta()
        for opens, closes in self._spans(company_day(start), company_day(end)):
            total += max(dt.timedelta(), min(closes, end) - max(opens, start))
        return total

    def after(self, start: dt.datetime, duration: dt.timedelta) -> dt.datetime:
        """The first instant at which so much business time has passed since ``start``, in UTC.

        Raises NoWorkingHours.
        """
        if not any(self.hours.values()):
            raise NoWorkingHours
        left = duration
        for opens, closes in self._spans(company_day(start), dt.date.max):
            begins = max(opens, start)
            if begins >= closes:
                continue
            if left <= closes - begins:
                return (begins + left).astimezone(dt.UTC)
            left -= closes - begins
        raise NoWorkingHours

    def _spans(self, first: dt.date, last: dt.date) -> Iterator[tuple[dt.datetime, dt.datetime]]:
        """The spans of business from one day to another, both included, as instants."""
        day = first
        while day <= last:
            if day not in self.closed_on and day not in public_holidays(day.year):
                for opens, closes in self.hours.get(day.isoweekday(), ()):
                    yield _instant(day, opens), _instant(day, closes)
            day += dt.timedelta(days=1)


@lru_cache(maxsize=64)
def public_holidays(year: int) -> frozenset[dt.date]:
    """The public holidays of a year in the company's country."""
    import holidays  # 0.3 s: it knows every country

    return frozenset(holidays.country_holidays(HOME_COUNTRY, years=year))


def _instant(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time, COMPANY_ZONE).astimezone(dt.UTC)
