"""Numbers in text as their file writes them: the decimal mark, and what stands between thousands.

They land plain, as ``1234.56``. What cannot be told for certain is not read: ``1.234`` in a file
whose decimal mark is a comma may be a thousand or a little more than one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from connectors.files.parsed import places

if TYPE_CHECKING:
    import pyarrow as pa

    from connectors.core.manifest import Stream

SPACES = "[ \u00a0\u202f'’]"
GROUPED_BY_SPACE = re.compile(rf"^[+-]?\d{{1,3}}(?:{SPACES}\d{{3}})+(?:[.,]\d*)?$")
COMMA = re.compile(r"^[+-]?(?:\d+,\d*|,\d+|\d{1,3}(?:\.\d{3})+,\d*|\d{1,3}(?:\.\d{3}){2,})$")
POINT = re.compile(r"^[+-]?(?:\d+\.\d*|\.\d+|\d{1,3}(?:,\d{3})+\.\d*|\d{1,3}(?:,\d{3}){2,})$")
WHOLE = re.compile(r"^[+-]?\d+$")
PLAIN = r"^\s*[+-]?[0-9]+(?:\.[0-9]+)?\s*$"
PLAIN_COMMA = r"^\s*[+-]?[0-9]+,[0-9]+\s*$"
NUMBERS = ("decimal", "integer")


@dataclass(frozen=True)
class Numbers:
    """A table whose declared numbers are plain; why some could not be, and what to do."""

    table: pa.Table
    faults: tuple[str, ...] = ()
    remedy: str = ""


def plain(text: str, mark: str | None) -> str | None:
    """A number as ``1234.56``; None when it is not one of the declared mark.

    ``mark`` None: nothing was declared, so only what needs no declaration is read.
    """
    bare = text.strip()
    if WHOLE.match(bare):
        return bare
    other = "." if mark == "," else ","
    if mark is not None and GROUPED_BY_SPACE.match(bare) and other not in bare:
        return re.sub(SPACES, "", bare).replace(",", ".")
    if mark == "," and COMMA.match(bare):
        return bare.replace(".", "").replace(",", ".")
    if mark == "." and POINT.match(bare):
        return bare.replace(",", "")
    return bare if mark is None and re.match(r"^[+-]?(?:\d+\.\d*|\.\d+)$", bare) else None


def is_written_otherwise(text: str, mark: str | None) -> bool:
    """Whether this is a number, and not one of the declared mark."""
    bare = text.strip()
    if plain(bare, mark) is not None:
        return False
    return any(form.match(bare) for form in (GROUPED_BY_SPACE, COMMA, POINT)) or (
        re.match(r"^[+-]?\d{1,3}[.,]\d{3}$", bare) is not None
    )


def read_numbers(table: Any, stream: Stream, name: str, first_line: int | None) -> Numbers:
    """Make the declared numbers of a table plain; what is no number at all stays as it is."""
    import pyarrow as pa
    import pyarrow.compute as pc

    mark = stream.decimal_mark
    offenders: list[tuple[str, str, int]] = []
    for column, spec in stream.columns.items():
        if spec.type not in NUMBERS or column not in table.column_names:
            continue
        texts = table.column(column)
        if mark == ",":
            is_comma = pc.match_substring_regex(texts, PLAIN_COMMA)
            swapped = pc.replace_substring(texts, ",", ".")
            is_whole = pc.match_substring_regex(texts, r"^\s*[+-]?[0-9]+\s*$")
            is_done = pc.or_(is_comma, is_whole)
            texts = pc.if_else(pc.fill_null(is_comma, False), swapped, texts)
        else:
            is_done = pc.match_substring_regex(texts, PLAIN)
        left = pc.indices_nonzero(pc.fill_null(pc.invert(is_done), False)).to_pylist()
        if left or mark == ",":
            values = texts.to_pylist()
            for row in left:
                value = plain(values[row], mark)
                if value is not None:
                    values[row] = value if mark is not None else values[row]
                elif is_written_otherwise(values[row], mark):
                    offenders.append((column, values[row], row))
            table = table.set_column(
                table.column_names.index(column), column, pa.array(values, pa.string())
            )
    return Numbers(table, *_told(offenders, mark, name, first_line))


def _told(
    offenders: list[tuple[str, str, int]], mark: str | None, name: str, first_line: int | None
) -> tuple[tuple[str, ...], str]:
    """The faults, one a column, and the remedy; nothing when there are none."""
    faults = []
    for column in dict.fromkeys(column for column, *_ in offenders):
        found = [(value, row) for name_, value, row in offenders if name_ == column]
        shown = [
            f"'{value}' ({f'row {row + 1}' if first_line is None else f'line {first_line + row}'})"
            for value, row in found
        ]
        faults.append(told(name, column, shown, mark))
    return tuple(faults), remedy_for([value for _, value, _ in offenders], mark) if faults else ""


def told(name: str, column: str, shown: list[str], mark: str | None) -> str:
    """What is said of a column whose numbers are written otherwise than declared."""
    declared = {None: "none is declared", ",": "it is declared a comma", ".": "a point is declared"}
    numbers = "1 number is" if len(shown) == 1 else f"{len(shown)} numbers are"
    return (
        f"{name}: column '{column}': {numbers} not written with that decimal mark "
        f"({declared[mark]}): {places(shown, len(shown))}."
    )


def remedy_for(values: list[str], mark: str | None) -> str:
    """What to declare or to export otherwise."""
    others = [one for one in (",", ".") if one != mark]
    fitting = [o for o in others if all(plain(value, o) is not None for value in values)]
    if mark is None and len(fitting) == 1:
        word = "comma" if fitting[0] == "," else "point"
        return (
            f'If the {word} is the decimal mark of this file, write decimal_mark = "{fitting[0]}" '
            "for this stream in the manifest; else have it exported with plain numbers."
        )
    if len(fitting) == 1:
        return (
            "Have all numbers of the file exported in one way; if all of them are written like "
            f'this, decimal_mark = "{fitting[0]}" in the manifest reads them.'
        )
    return (
        "Have the numbers exported in one way, best plain as 1234.56: what stands there can be "
        "read as two different numbers."
    )
