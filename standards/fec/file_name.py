"""What the name of a FEC says: SIREN, then FEC, then the last day of the year."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
from dataclasses import dataclass

NAME = re.compile(r"(?<!\d)(\d{9})FEC(\d{8})(?!\d)", re.IGNORECASE)
RULE = re.compile(r"\d{9}FEC\d{8}\.txt", re.IGNORECASE)


@dataclass(frozen=True)
class Named:
    """The company's SIREN and the day of closing, None where the name does not say them.

    ``is_by_the_rule``: the name is those and nothing else.
    """

    siren: str | None = None
    closed_on: dt.date | None = None
    is_by_the_rule: bool = False


def named(name: str) -> Named:
    """Read the name of a file; what stands before and after is allowed, as people write it."""
    found = NAME.search(name)
    if found is None:
        return Named()
    with suppress(ValueError):
        day = dt.date.fromisoformat(f"{found[2][:4]}-{found[2][4:6]}-{found[2][6:]}")
        return Named(found[1], day, RULE.fullmatch(name) is not None)
    return Named(found[1])
