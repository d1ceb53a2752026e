"""Moments and days: what happens has an instant with its zone; its day is the company's."""

from __future__ import annotations

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

from operations.errors import InvalidValue

COMPANY_ZONE: Final = ZoneInfo("Europe/Paris")


def require_aware(at: dt.datetime, *, what: str) -> None:
    """Refuse a time without a zone: nobody could say when it was."""
    if at.utcoffset() is None:
        raise InvalidValue(
            f"{what} is {at:%Y-%m-%d %H:%M} without a time zone.",
            remedy="Give an instant with its zone, such as 09:00+02:00.",
        )


def require_not_before(at: dt.datetime, earliest: dt.datetime, *, what: str, since: str) -> None:
    """Refuse a time without a zone, or before what it follows."""
    require_aware(at, what=what)
    if at < earliest:
        raise InvalidValue(
            f"{what} cannot be {shown(at)}: {since} {shown(earliest)}.",
            remedy="Give that instant or a later one.",
        )


def company_day(at: dt.datetime) -> dt.date:
    """The day that an instant belongs to, on the clock of the company."""
    return at.astimezone(COMPANY_ZONE).date()


def shown(at: dt.datetime) -> str:
    """An instant as people of the company read it."""
    return f"{at.astimezone(COMPANY_ZONE):%Y-%m-%d %H:%M}"
