"""What a column of texts holds: a type that each of its values has, or text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from connectors.core.manifest import Kind
from connectors.files.numbers import plain

# A number that begins with 0, or is longer than a bigint, is the name of something.
INTEGER = re.compile(r"^[+-]?(?:0|[1-9][0-9]{0,17})$")
TIMESTAMP = re.compile(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}")
WITH_ZERO = re.compile(r"^[+-]?0[0-9]")
TRUTH = ({"true", "false"}, {"yes", "no"}, {"t", "f"}, {"y", "n"})
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y/%m/%d")


@dataclass(frozen=True)
class Guess:
    """The type of a column; ``needs_mark``: its numbers have a decimal comma.

    ``doubt``: why it was left as text: ``days``, in which day and month could be exchanged;
    ``points``, decimal ones in a file of commas.
    """

    type: Kind = "text"
    format: str | None = None
    needs_mark: bool = False
    doubt: Literal["", "days", "points"] = ""


def guess(values: Sequence[str | None], mark: str | None) -> Guess:
    """What all values are that are not empty; text where there is none."""
    found = list({value.strip() for value in values if value is not None})
    if not found:
        return Guess()
    return _number(found, mark) or _truth(found) or _day(found) or Guess()


def _number(found: Sequence[str], mark: str | None) -> Guess | None:
    if all(INTEGER.match(value) for value in found):
        return Guess("integer")
    if any(WITH_ZERO.match(value) for value in found):
        return None
    if all(plain(value, None) is not None for value in found):
        return Guess("decimal")
    if mark is not None and all(plain(value, mark) is not None for value in found):
        return Guess("decimal", needs_mark=True)
    return None


def _truth(found: Sequence[str]) -> Guess | None:
    distinct = {value.lower() for value in found}
    return Guess("boolean") if any(distinct <= words for words in TRUTH) else None


def _day(found: Sequence[str]) -> Guess | None:
    if all(TIMESTAMP.match(value) for value in found):
        return Guess("timestamp")
    forms = [form for form in DAYS if all(_is_day(value, form) for value in found)]
    if not forms:
        return None
    if len(forms) > 1:
        return Guess(doubt="days")
    return Guess("date", None if forms[0] == "%Y-%m-%d" else forms[0])


def _is_day(value: str, form: str) -> bool:
    try:
        dt.datetime.strptime(value, form)  # noqa: DTZ007  a day has no zone
    except ValueError:
        return False
    return True
