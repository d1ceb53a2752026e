"""What reading one file gives, in any format: a table of texts, and what is to be said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from affluent.errors import SourceError

if TYPE_CHECKING:
    import pyarrow as pa

SIX_PLACES = Decimal("0.000001")
EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
SHOWN = 5


@dataclass(frozen=True)
class Parsed:
    """A file's rows, every column as text.

    ``first_line``: the line of the first row, where rows and lines go together; else ``lines``, the
    line of each, or neither. ``faults`` are reasons to refuse the file, with one ``remedy``;
    ``notes`` are for people.
    """

    table: pa.Table
    first_line: int | None = None
    lines: Sequence[int] | None = None
    faults: tuple[str, ...] = ()
    remedy: str = ""
    notes: tuple[str, ...] = ()


def text_table(names: Sequence[str], columns: Sequence[Sequence[str | None]]) -> pa.Table:
    """A table of texts."""
    import pyarrow as pa

    arrays = [pa.array(column, pa.string()) for column in columns]
    return pa.table(dict(zip(names, arrays, strict=True)))


def empty_table(names: Sequence[str]) -> pa.Table:
    """A table of texts without a row."""
    return text_table(names, [[] for _ in names])


def column_names(cells: Sequence[str], name: str, line: int) -> list[str]:
    """The columns that a header names; one without a name is called unnamed_<position>.

    Raises SourceError when a name stands twice or runs over two lines.
    """
    names = [cell or f"unnamed_{number}" for number, cell in enumerate(cells, start=1)]
    for column in names:
        if names.count(column) > 1 or "\n" in column:
            raise SourceError(
                f"{name}, line {line}: the column '{column}' stands twice or runs over two lines.",
                remedy="Give each column one name of its own, and export the file again; or say "
                "in the manifest on which row the header stands: header_row = 2.",
            )
    return names


def sum_exactly(table: Any, column: str) -> Decimal:
    """The sum of a column of texts, each rounded half up to six places; what is no number is 0."""
    total = Decimal(0)
    for value in table.column(column).to_pylist():
        if value is None:
            continue
        try:
            total += Decimal(value.strip()).quantize(SIX_PLACES, context=EXACT)
        except InvalidOperation:
            continue  # the arrival check names it
    return total


def places(lines: Sequence[str], count: int) -> str:
    """The first places of a fault, as one text."""
    return ", ".join(lines[:SHOWN]) + (", …" if count > SHOWN else "")
