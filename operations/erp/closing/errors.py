"""What a month's end refuses."""

from __future__ import annotations

import datetime as dt

from operations.errors import CommandRefused


class PeriodNotReady(CommandRefused):
    """A period of which a check is broken."""

    def __init__(self, month: dt.date, detail: str, remedy: str) -> None:
        super().__init__(f"Period {month:%Y-%m} cannot be closed: {detail}", remedy=remedy)
