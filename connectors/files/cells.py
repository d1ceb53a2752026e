"""A cell of a sheet as text: numbers plain, days and times ISO or as their column declares them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

EXACT_BELOW = 10**15  # whole numbers of more digits are not what was typed
MIDNIGHT = dt.time()


def text_of(cell: Any, form: str | None = None) -> str:
    """What a cell holds; empty for an empty one. ``form``: as strftime writes days and times."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return _digits(cell)
    if isinstance(cell, dt.date):
        return _day(cell, form)
    return str(cell)  # text; a time of day, a duration


def is_inexact(cell: Any) -> bool:
    """Whether a number has more digits than Excel keeps."""
    is_whole = isinstance(cell, float) and cell.is_integer()
    return is_whole and abs(cell) >= EXACT_BELOW


def letters(place: int) -> str:
    """The letters of a column, counted from 0."""
    found = ""
    number = place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def place_of(column: str) -> int:
    """The place, counted from 0, of a column by its letters."""
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _day(cell: dt.date, form: str | None) -> str:
    if form:
        return cell.strftime(form)
    if isinstance(cell, dt.datetime) and cell.time() == MIDNIGHT:
        cell = cell.date()
    return cell.isoformat().replace("T", " ")


def _digits(number: float) -> str:
    if float(number).is_integer() and abs(number) < EXACT_BELOW:
        return str(int(number))
    return f"{Decimal(format(number, '.15g')):f}"
