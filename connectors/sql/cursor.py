"""The column that moves at each change, and from where to read it again."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from connectors.sql.session import Column

# Clocks that are set back in autumn give an hour's times twice: what was written in the second
# bears times that the first has passed.
TWICE_TOLD_MINUTES = 60
TIME = re.compile(r"^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?))?\d*")


@dataclass(frozen=True)
class Cursor:
    """``since``: the highest value that was seen; None: read whole.

    ``zone``: in which the clock runs that writes it, where its times say none.
    """

    column: Column
    since: str | None
    lookback_minutes: int = 0
    zone: str | None = None

    @property
    def is_time(self) -> bool:
        return self.column.kind in {"date", "timestamp", "instant"}

    def since_text(self) -> str:
        """From which value to read again: less the look-back, if it is a time."""
        since = str(self.since)
        if not self.is_time:
            return since
        minutes = self.lookback_minutes
        if self.column.kind != "instant" and self.zone != "UTC":
            minutes += TWICE_TOLD_MINUTES
        moment = _moment(since) - dt.timedelta(minutes=minutes)
        return str(moment.date() if self.column.kind == "date" else moment)

    def capped(self, high: str | None, clock: str | None) -> str | None:
        """The highest value, or what the source's clock (in UTC) shows if that is less.

        One row dated next year would hide all that is written until then.
        """
        is_instant = self.column.kind == "instant"
        if high is None or clock is None or not self.is_time or not (is_instant or self.zone):
            return high
        here = _moment(clock)
        if not is_instant:
            zone = ZoneInfo(self.zone or "UTC")
            here = here.replace(tzinfo=dt.UTC).astimezone(zone).replace(tzinfo=None)
        if _moment(high) <= here:
            return high
        if is_instant:
            return f"{here}+00"
        return str(here.date() if self.column.kind == "date" else here)


def _moment(text: str) -> dt.datetime:
    match = TIME.match(text)
    if match is None:
        raise ValueError(f"'{text}' is no time")
    return dt.datetime.fromisoformat(f"{match[1]} {match[2] or '00:00:00'}")
