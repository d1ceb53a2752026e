"""A fiscal year of whole weeks: 52 or 53 of them, in quarters of 13, cut 4-4-5 or otherwise.

It begins on the Monday nearest to the first day of its first month, as ``dim_dates`` has it; what
is left of a year of 53 weeks is of its last month.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

WEEK = dt.timedelta(weeks=1)
QUARTER_WEEKS = 13


@dataclass(frozen=True)
class FiscalWeeks:
    """``first_month``: the month about whose first day the year begins; ``pattern``: 4-4-5 …"""

    first_month: int
    pattern: str

    def year_start(self, day: dt.date) -> dt.date:
        """The first day of the fiscal year that holds ``day``."""
        starts = [self._start(year) for year in range(day.year - 1, day.year + 2)]
        return max(start for start in starts if start <= day)

    def quarter_start(self, day: dt.date) -> dt.date:
        """The first day of the fiscal quarter that holds ``day``."""
        start = self.year_start(day)
        quarters = min((day - start) // (QUARTER_WEEKS * WEEK), 3)
        return start + quarters * QUARTER_WEEKS * WEEK

    def month_start(self, day: dt.date) -> dt.date:
        """The first day of the fiscal month that holds ``day``."""
        start = self.quarter_start(day)
        first, second, _ = (int(weeks) for weeks in self.pattern.split("-"))
        starts = (start, start + first * WEEK, start + (first + second) * WEEK)
        return max(one for one in starts if one <= day)

    def _start(self, year: int) -> dt.date:
        nearest = dt.date(year, self.first_month, 1) + dt.timedelta(days=3)
        return nearest - dt.timedelta(days=nearest.weekday())
