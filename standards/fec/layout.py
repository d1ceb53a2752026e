"""From the text of a FEC to a table of texts: separator, names of the columns, number of fields."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from standards.fec.columns import (
    AMOUNTS,
    CASH_COLUMNS,
    COLUMNS,
    END,
    ENTRY,
    FORBIDDEN_SEPARATORS,
    SEPARATORS,
    SIGNED_AMOUNTS,
    canonical,
)
from standards.fec.faults import Fault

if TYPE_CHECKING:
    import polars as pl

LINE = "line"
IN_ORDER = (*ENTRY, *SIGNED_AMOUNTS, *END)


@dataclass
class LaidOut:
    """The rows of a file as texts, blanks around them taken off, nothing for an empty field.

    ``frame`` has a column ``line``, from 2 on; None when the file cannot be cut into fields.
    """

    frame: pl.DataFrame | None = None
    separator: str = ""
    has_signed_amounts: bool = False
    faults: list[Fault] = field(default_factory=list)


def lay_out(text: str) -> LaidOut:
    """Cut the text into fields. What is wrong with its structure is in ``faults``."""
    rows = text.rstrip("\n").split("\n")
    found = LaidOut()
    if text.lstrip().startswith("<"):
        found.faults.append(Fault(1, "this is XML; only the flat form of the FEC is read"))
        return found
    separator = _separator(rows[0], found.faults)
    if separator is None:
        return found
    found.separator = separator
    names = _names(rows[0].split(separator), found.faults)
    if names is None:
        return found
    found.has_signed_amounts = not set(AMOUNTS) <= set(names)
    wanted = len(names) - 1
    for number, row in enumerate(rows[1:], start=2):
        if row.count(separator) != wanted:
            rule = f"{row.count(separator) + 1} fields where the header has {len(names)}"
            if not row.strip():
                rule = "the line is empty"
            found.faults.append(Fault(number, rule))
    if not found.faults or all(not fault.is_grave for fault in found.faults):
        found.frame = _frame(rows[1:], separator, names)
    return found


def _separator(header: str, faults: list[Fault]) -> str | None:
    """The separator after the first column's name, when it is one that the rule allows."""
    first = next((mark for mark in (*SEPARATORS, *FORBIDDEN_SEPARATORS) if mark in header), "")
    if not first or canonical(header.split(first, maxsplit=1)[0]) != COLUMNS[0]:
        words = f"the first line does not name the columns of a FEC: {COLUMNS[0]}, …"
        faults.append(Fault(1, words))
        return None
    if first in FORBIDDEN_SEPARATORS:
        word = FORBIDDEN_SEPARATORS[first]
        words = f"fields are parted by a {word}; the rule has the tab or the bar |"
        faults.append(Fault(1, words))
        return None
    return first


def _names(header: list[str], faults: list[Fault]) -> list[str] | None:
    """The columns' names in their published spelling, when those that must be there are."""
    names = [canonical(name) or f"unnamed_{place}" for place, name in enumerate(header, start=1)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        faults.append(Fault(1, f"the column {twice[0]} stands twice"))
        return None
    has_signed = set(SIGNED_AMOUNTS) <= set(names)
    wanted = IN_ORDER if has_signed and not set(AMOUNTS) <= set(names) else COLUMNS
    missing = [name for name in wanted if name not in names]
    if missing:
        faults.append(Fault(1, f"these columns are missing: {', '.join(missing)}"))
        return None
    if tuple(names[: len(wanted)]) != wanted:
        rule = f"the columns are not in the order of the rule: {', '.join(wanted)}"
        faults.append(Fault(1, rule, is_grave=False))
    return names


def _frame(rows: list[str], separator: str, names: list[str]) -> pl.DataFrame:
    import polars as pl

    text = pl.Utf8()
    if rows:
        frame = pl.read_csv(
            io.BytesIO("\n".join(rows).encode("utf-8")),
            has_header=False,
            separator=separator,
            quote_char=None,  # a quotation mark is a character like any other
            schema=dict.fromkeys(names, text),
        )
    else:
        frame = pl.DataFrame(schema=dict.fromkeys(names, text))
    stripped = pl.all().str.strip_chars().replace("", None)
    absent = [name for name in CASH_COLUMNS if name not in names]
    return frame.select(stripped).with_columns(
        pl.int_range(2, pl.len() + 2, dtype=pl.Int64).alias(LINE),
        *(pl.lit(None, text).alias(name) for name in absent),
    )
