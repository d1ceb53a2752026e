"""What lies ahead of the company: things that will happen on a day, in a fixed order."""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Callable, Iterator

Deed = Callable[[dt.date], None]
FIXED_HOLIDAYS = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}


def is_working_day(day: dt.date) -> bool:
    """Monday to Friday, but for the French holidays that stand on the same date each year."""
    return day.weekday() < 5 and (day.month, day.day) not in FIXED_HOLIDAYS


def working_day(day: dt.date) -> dt.date:
    """``day``, or the first working day after it."""
    while not is_working_day(day):
        day += dt.timedelta(days=1)
    return day


class Agenda:
    """Deeds by day; those of one day happen in the order in which they were planned."""

    def __init__(self) -> None:
        self._heap: list[tuple[dt.date, int, Deed]] = []
        self._planned = 0

    def plan(self, day: dt.date, deed: Deed) -> None:
        """``deed`` will happen on ``day``, or on the working day that follows."""
        self._planned += 1
        heapq.heappush(self._heap, (working_day(day), self._planned, deed))

    def due(self, day: dt.date) -> Iterator[Deed]:
        """The deeds of ``day`` and of days before, each once, also those planned meanwhile."""
        while self._heap and self._heap[0][0] <= day:
            yield heapq.heappop(self._heap)[2]
