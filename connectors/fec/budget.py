"""A budget beside a ledger: one file of accounts, months and amounts, as people keep it.

It is read whole when it is not the one that landed last. What its cells are worth the arrival check
judges: a month or an amount that is none refuses the file, and names the line.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from affluent.errors import ConfigError, SourceError
from connectors.core.contract import (
    Batch,
    Checkpoint,
    ControlTotals,
    Event,
    Note,
    Objections,
    SnapshotComplete,
    State,
)
from connectors.core.file_names import format_of
from connectors.core.manifest import Stream
from connectors.fec.budget_table import columns_of, first_of_month
from connectors.files.column_types import guess
from connectors.files.folder import Found, LocalFolder
from connectors.files.parsed import Parsed, empty_table, sum_exactly, text_table
from connectors.files.parsing import parse
from connectors.files.quiet import read_finished, wait_for_writers

if TYPE_CHECKING:
    from connectors.core.kind import Place

STREAM = "budget_lines"
# What a manifest says of other files, the options of the source say of this one.
WORDS = {
    "decimal_mark =": "budget_decimal_mark =",
    "sheet =": "budget_sheet =",
    "header_row =": "budget_header_row =",
    "for this stream in the manifest": "under its options in affluent.toml",
    "in the manifest": "under its options in affluent.toml",
}


@dataclass(frozen=True)
class Budget:
    """Where a budget stands, and how it is to be read: its keys are those of a file's stream."""

    path: Path
    reading: tuple[tuple[str, Any], ...] = ()

    @classmethod
    def of(cls, place: Place) -> Budget | None:
        """What ``[sources.NAME.options]`` says; None when it names no budget."""
        path = place.option("budget")
        if path is None:
            return None
        reading = {
            name: place.option(f"budget_{name}") for name in ("sheet", "decimal_mark", "header_row")
        }
        if reading["decimal_mark"] not in (None, ".", ","):
            raise place.missing("options.budget_decimal_mark is no mark", 'it as "," or "."')
        row = reading["header_row"]
        if row is not None and not (row.isdigit() and int(row)):
            raise place.missing("options.budget_header_row is no row", "it as a number from 1")
        found = {k: int(v) if k == "header_row" else v for k, v in reading.items() if v is not None}
        return cls(place.workspace.root / path, tuple(found.items()))

    def require(self, source: str) -> None:
        """Raise ConfigError when the file is not there."""
        if not self.path.is_file():
            raise ConfigError(
                f"The budget of the source '{source}' is not found: {self.path}",
                remedy=f"Put it there, or correct budget under [sources.{source}.options] in "
                "affluent.toml.",
            )

    def content(self) -> bytes:
        """The bytes of the file, that nobody is writing. Raises SourceError."""
        return self.found_content()[0]

    def found_content(self) -> tuple[bytes, Found]:
        """The same, and when it was written."""
        place = LocalFolder(self.path.parent)
        found = place.look(self.path.name)
        if found is None:
            raise SourceError(
                f"{self.path} cannot be read: there is no such file.",
                remedy="Put the budget there; what it had brought stands until then.",
            )
        wait_for_writers([found])
        return read_finished(place, found, format_of(found.name)), found

    def parsed(self, data: bytes, stream: Stream) -> Parsed:
        """The file as a table of the stream's columns. Raises SourceError."""
        name = str(self.path)
        change = {"file": self.path.name, **dict(self.reading)}
        try:
            bare = stream.model_copy(update={**change, "columns": {}, "decimal_mark": None})
            theirs = columns_of(parse(data, name, bare).table.column_names, name)
            columns = {one: stream.columns[ours] for one, ours in theirs.items() if ours != "month"}
            named = stream.model_copy(update={**change, "columns": columns})
            return _ours(parse(data, name, named), theirs, stream)
        except SourceError as error:
            raise SourceError(error.message, remedy=_as_options(error.remedy)) from error


def read_budget(budget: Budget | None, stream: Stream, state: State | None) -> Iterator[Event]:
    """All lines, when the file or how it is read changed; none where no budget is named."""
    if budget is None:
        if state is None or state.get("strategy") != "absent":
            yield from _whole(Parsed(empty_table(list(stream.columns))), stream)
        yield Checkpoint({"strategy": "absent"})
        return
    data, found = budget.found_content()
    digest = hashlib.sha256(data + repr(budget.reading).encode()).hexdigest()
    if state is None or state.get("sha256") != digest:
        yield from _whole(budget.parsed(data, stream), stream)
    watermark = found.modified_at.isoformat()
    yield Checkpoint({"strategy": "content", "sha256": digest, "watermark": watermark})


def mark_of(budget: Budget) -> str | None:
    """The decimal mark that the amounts of a file have, where one must be declared: a comma.

    Raises SourceError when the file cannot be read.
    """
    fields = {"name": STREAM, "file": budget.path.name, "columns": {"amount": "decimal"}}
    stream = Stream.model_validate({**fields, **dict(budget.reading)})
    bare = stream.model_copy(update={"columns": {}})
    name = str(budget.path)
    table = parse(budget.content(), name, bare).table
    theirs = columns_of(table.column_names, name)
    amounts = next(one for one, ours in theirs.items() if ours == "amount")
    return "," if guess(table.column(amounts).to_pylist(), ",").needs_mark else None


def _whole(parsed: Parsed, stream: Stream) -> Iterator[Event]:
    yield from map(Note, parsed.notes)
    if parsed.faults:
        yield Objections(parsed.faults, parsed.remedy)
    yield Batch(parsed.table, parsed.first_line, lines=parsed.lines)
    sums: dict[str, Decimal] = {name: sum_exactly(parsed.table, name) for name in stream.control}
    yield ControlTotals(parsed.table.num_rows, sums)
    yield SnapshotComplete()


def _ours(parsed: Parsed, theirs: dict[str, str], stream: Stream) -> Parsed:
    """Under our names, months by their first days; a column that the file lacks is empty."""
    table = parsed.table
    columns: dict[str, list[str | None]] = {
        ours: table.column(name).to_pylist() for name, ours in theirs.items()
    }
    columns["month"] = [first_of_month(cell) for cell in columns["month"]]
    others = [name for name in table.column_names if name not in theirs]
    columns |= {name: table.column(name).to_pylist() for name in others}
    nothing: list[str | None] = [None] * table.num_rows
    columns |= {name: nothing for name in stream.columns if name not in columns}
    made = text_table(list(columns), list(columns.values()))
    return Parsed(
        *(made, parsed.first_line, parsed.lines, parsed.faults),
        remedy=_as_options(parsed.remedy),
        notes=parsed.notes,
    )


def _as_options(remedy: str) -> str:
    for said, ours in WORDS.items():
        remedy = remedy.replace(said, ours)
    return remedy
