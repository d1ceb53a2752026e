"""What each house needs of each article: what is promised, what is on its way, what is asked."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict, deque
from decimal import Decimal
from typing import Final

NOTHING: Final = Decimal(0)
# Over how many days the demand of an article is looked at.
WINDOW_DAYS: Final = 90


class Needs:
    """Counts by (house, article): the buyer's sheet, kept by the counter and by the warehouse."""

    def __init__(self) -> None:
        self._promised: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
        self._coming: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
        self._asked: defaultdict[tuple[str, str], deque[tuple[dt.date, Decimal]]] = defaultdict(
            deque
        )

    def ordered(self, house: str, article: str, quantity: Decimal, day: dt.date) -> None:
        """A client ordered so much."""
        self._promised[house, article] += quantity
        self._asked[house, article].append((day, quantity))

    def delivered(self, house: str, article: str, quantity: Decimal) -> None:
        """So much of what was promised has left."""
        self._promised[house, article] -= quantity

    def bought(self, house: str, article: str, quantity: Decimal) -> None:
        """So much is on its way; less when it arrives."""
        self._coming[house, article] += quantity

    def promised(self, house: str, article: str) -> Decimal:
        """What clients wait for."""
        return self._promised[house, article]

    def coming(self, house: str, article: str) -> Decimal:
        """What is on its way."""
        return self._coming[house, article]

    def a_day(self, house: str, article: str, day: dt.date) -> Decimal:
        """How much is asked for on an average day of the last three months."""
        asked = self._asked[house, article]
        while asked and (day - asked[0][0]).days > WINDOW_DAYS:
            asked.popleft()
        total = sum((quantity for _, quantity in asked), NOTHING)
        lived = min(WINDOW_DAYS, (day - asked[0][0]).days + 1) if asked else 1
        return total / max(lived, 30)
