"""Instants on the clock of the company."""

from __future__ import annotations

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("Europe/Paris")


def at(day: dt.date, hour: int, minute: int) -> dt.datetime:
    """A time of a day in Paris, in UTC."""
    return dt.datetime.combine(day, dt.time(hour, minute), ZONE).astimezone(dt.UTC)
