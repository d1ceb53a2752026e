"""What every department of the sample company shares: the store, the calendar, chance, truth."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from random import Random

from operations.company.agenda import Agenda
from operations.company.sizes import Size
from operations.company.truth.book import Truth
from operations.database.connection import Connection

# Orders a month against an even year: builders are slow in August and at the year's end.
SEASON = (0.9, 0.95, 1.1, 1.1, 1.1, 1.15, 1.0, 0.55, 1.15, 1.15, 1.05, 0.8)
GROWTH_A_YEAR = 0.12


@dataclass
class World:
    """One life of the company, from ``start`` to ``until``, both lived."""

    connection: Connection
    start: dt.date
    until: dt.date
    seed: int
    size: Size
    agenda: Agenda = field(default_factory=Agenda)
    truth: Truth = field(default_factory=Truth)

    def chance(self, department: str) -> Random:
        """The chances of one department: what another one does more does not disturb them."""
        return Random(f"{self.seed}/{department}")  # noqa: S311  a story, not a secret

    def how_many(self, usual: float, day: dt.date, random: Random) -> int:
        """How often it happens on this day: the season and the growth of the company decide."""
        years = (day - self.start).days / 365
        expected = usual * SEASON[day.month - 1] * (1 + GROWTH_A_YEAR * years)
        return int(expected + random.random())
