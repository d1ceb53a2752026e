"""How lists and documents are printed: a table for people, CSV for other programs."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from operations.registers.model import Sheet


# A date or a number of a document: too short to be broken over two lines, in characters.
SHORT = 14
# More than any table is wide.
WIDE = 2000


class Format(StrEnum):
    """How figures are printed."""

    table = "table"
    csv = "csv"


FormatOption = Annotated[Format, typer.Option("--format", help="How to print.")]


def print_csv(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a header and the rows, with every digit; what is absent is empty."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerows([heading, *rows])


def print_table(
    heading: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    footer: Sequence[str] | None = None,
    figures: int,
    title: str | None = None,
) -> None:
    """Print a table whose last columns, ``figures`` of them, are numbers."""
    places = range(len(heading) - figures, len(heading))
    _print(heading, rows, footer=footer, right=frozenset(places), title=title)


def print_rows(
    heading: Sequence[str], rows: Sequence[Sequence[str]], output: Format, *, figures: int = 0
) -> None:
    """Print rows as asked for; the last columns, ``figures`` of them, are numbers."""
    if output is Format.csv:
        print_csv(heading, rows)
    else:
        print_table(heading, rows, figures=figures)


def print_sheet(sheet: Sheet, output: Format) -> None:
    """Print rows of the books; numbers stand on the right."""
    if output is Format.csv:
        print_csv(sheet.heading, [[_said(value) for value in row] for row in sheet.rows])
        return
    rows = [[_short(value) for value in row] for row in sheet.rows]
    right = frozenset(
        place
        for place in range(len(sheet.heading))
        if any(isinstance(row[place], Decimal | int) for row in sheet.rows)
    )
    _print(sheet.heading, rows, footer=None, right=right, title=sheet.title)


def print_head(sheet: Sheet) -> None:
    """Print the only row of a sheet from top to bottom: a name and a value a line."""
    rows = [[name, _short(value)] for name, value in zip(sheet.heading, sheet.rows[0], strict=True)]
    _print(["", sheet.title], rows, footer=None, right=frozenset(), title=None)


def _said(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _short(value: object) -> str:
    """As ``_said``, without the zeros after the cents."""
    if isinstance(value, Decimal) and value == value.quantize(Decimal("0.01")):
        value = value.quantize(Decimal("0.01"))
    elif isinstance(value, Decimal):
        value = value.normalize()
    return _said(value)


def _print(
    heading: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    footer: Sequence[str] | None,
    right: frozenset[int],
    title: str | None,
) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(show_footer=footer is not None, title=title, title_justify="left")
    for place, name in enumerate(heading):
        longest = max(len(cell[place]) for cell in (heading, *rows, *([footer] if footer else [])))
        is_short = place in right or longest <= SHORT
        table.add_column(
            name,
            footer=footer[place] if footer else "",
            justify="right" if place in right else "left",
            # A number that is cut short is no number.
            min_width=longest if is_short else None,
            no_wrap=is_short,
            overflow="fold",
        )
    for row in rows:
        table.add_row(*(Text(value) for value in row))
    screen = Console()
    needs = Console(width=WIDE).measure(table)
    # A file has no edge; on a narrow screen a line goes on below rather than be cut.
    width = max(screen.width, needs.minimum if screen.is_terminal else needs.maximum)
    Console(width=width).print(table, soft_wrap=False)
