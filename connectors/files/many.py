"""A stream of many files: which of them changed, and what each had brought.

The state remembers each file by its content. A new file adds its rows, a corrected one replaces
what it had brought, a file with the content of another one is the same sent again. What became of
the rows of a file that is gone is the manifest's to say: ``deletes``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from affluent.errors import SourceError
from connectors.core.contract import (
    Batch,
    Checkpoint,
    ControlTotals,
    Event,
    Note,
    Objections,
    PartsComplete,
    SnapshotComplete,
    State,
)
from connectors.core.file_names import FILE
from connectors.files.folder import Found, Place
from connectors.files.look import Entry, Look, look_at
from connectors.files.parsed import Parsed, empty_table, sum_exactly, text_table
from connectors.files.parsing import parse
from connectors.files.together import lines_of, together

if TYPE_CHECKING:
    from connectors.core.manifest import Stream

LACKS = "Have it exported with all columns that the manifest declares, or mend those."


def read_many(place: Place, stream: Stream, state: State | None) -> Iterator[Event]:
    """What changed since ``state``, then the totals of all files and what is gone.

    Raises SourceError when no file is there any more, or one cannot be read.
    """
    known: Mapping[str, Entry] = (state or {}).get("files", {})
    found = place.find(stream.file or "")
    if not found and not stream.allow_empty:
        raise SourceError(
            f"{place.name_of(stream.file or '')} finds no file.",
            remedy="Put the files there; what had landed stands until then.",
        )
    look = look_at(place, stream, found, known)
    yield from map(Note, look.notes)
    keeps_vanished = stream.deletion == "none_immutable"
    vanished = [name for name in known if name not in look.entries]
    if keeps_vanished:
        look.entries |= {name: dict(known[name]) for name in vanished}
    is_changed = bool(look.changed) or state is None or (vanished and not keeps_vanished)
    if is_changed and stream.same_key == "last_file":
        yield from together(_read_whole(place, stream, found, look, is_whole=state is None))
    elif is_changed:
        yield from together(_read_changed(place, stream, look, is_whole=state is None))
        gone = () if keeps_vanished else vanished
        for name in gone:
            yield Note(f"{place.name_of(name)} is gone, and the rows that it had brought")
        yield PartsComplete((*look.changed, *gone))
    stamps = [one.modified_at for one in found]
    watermark = max(stamps).isoformat() if stamps else None
    yield Checkpoint({"strategy": "files", "files": look.entries, "watermark": watermark})


def _read_changed(place: Place, stream: Stream, look: Look, *, is_whole: bool) -> Iterator[Event]:
    """A batch a changed file; the totals are those of all files, by what is known of each."""
    faults: list[str] = []
    remedy = ""
    sent = 0
    for name, one in look.changed.items():
        if "same_as" in look.entries[name]:
            continue
        parsed = parse(look.content(one), place.name_of(name), stream)
        yield from map(Note, parsed.notes)
        parsed, missing = _completed(parsed, name, stream)
        if missing:
            faults.append(f"{place.name_of(name)} lacks {missing}.")
            remedy = LACKS
        faults += parsed.faults
        remedy = parsed.remedy or remedy
        present = [column for column in stream.control if column in parsed.table.column_names]
        look.entries[name] |= {
            "rows": parsed.table.num_rows,
            "sums": {column: str(sum_exactly(parsed.table, column)) for column in present},
        }
        yield Batch(parsed.table, parsed.first_line, lines=parsed.lines)
        sent += 1
    if is_whole and not sent:
        yield Batch(empty_table(list(stream.columns)))
    if faults:
        yield Objections(tuple(faults), remedy)
    adds_only = stream.deletion == "none_immutable"
    counted = look.changed if adds_only else look.entries
    yield _totals([look.entries[name] for name in counted], stream)
    if is_whole:
        yield SnapshotComplete()


def _totals(entries: Sequence[Entry], stream: Stream) -> ControlTotals:
    sums = {
        column: sum((Decimal(entry.get("sums", {}).get(column, 0)) for entry in entries), Decimal())
        for column in stream.control
    }
    return ControlTotals(sum(entry.get("rows", 0) for entry in entries), sums)


def _completed(parsed: Parsed, name: str, stream: Stream) -> tuple[Parsed, str]:
    """The rows with the name of their file, and the declared columns that it lacks."""
    table = parsed.table
    if FILE in table.column_names:
        raise SourceError(
            f"{name} has a column '{FILE}', which is ours.", remedy="Rename it at the source."
        )
    lacks = [column for column in stream.columns if column not in (*table.column_names, FILE)]
    rows = table.num_rows
    added = text_table([FILE, *lacks], [[name] * rows, *([None] * rows for _ in lacks)])
    for column in added.column_names:
        table = table.append_column(column, added.column(column))
    missing = ""
    if lacks:
        has = ", ".join(parsed.table.column_names)
        missing = f"{', '.join(lacks)}; it has: {has}"
    return (
        Parsed(table, parsed.first_line, parsed.lines, parsed.faults, parsed.remedy, parsed.notes),
        missing,
    )


def _read_whole(
    place: Place, stream: Stream, found: Sequence[Found], look: Look, *, is_whole: bool
) -> Iterator[Event]:
    """All files anew; of rows with one key, those of the last file, by name, that has it."""
    seen: set[tuple[str | None, ...]] = set()
    sent: list[Entry] = []
    faults: list[str] = []
    remedy = ""
    for one in reversed([one for one in found if one.name in look.entries]):
        if "same_as" in look.entries[one.name]:
            continue
        parsed = parse(look.content(one), place.name_of(one.name), stream)
        parsed, missing = _completed(parsed, one.name, stream)
        yield from map(Note, parsed.notes)
        if missing:
            faults.append(f"{place.name_of(one.name)} lacks {missing}.")
            remedy = LACKS
        faults += parsed.faults
        remedy = parsed.remedy or remedy
        batch = _not_in(seen, parsed, stream)
        present = [column for column in stream.control if column in batch.table.column_names]
        sums = {column: str(sum_exactly(batch.table, column)) for column in present}
        sent.append({"rows": batch.table.num_rows, "sums": sums})
        yield batch
    if not sent:
        yield Batch(empty_table(list(stream.columns)))
    if faults:
        yield Objections(tuple(faults), remedy)
    yield _totals(sent, stream)
    yield SnapshotComplete()
    if not is_whole:
        yield PartsComplete(tuple(look.changed))


def _not_in(seen: set[tuple[str | None, ...]], parsed: Parsed, stream: Stream) -> Batch:
    """The rows whose key no later file has; ``seen`` takes theirs up."""
    import pyarrow as pa

    keys = list(zip(*(parsed.table.column(name).to_pylist() for name in stream.key), strict=True))
    keeps = [key not in seen for key in keys]
    seen.update(keys)
    lines = lines_of(Batch(parsed.table, parsed.first_line, lines=parsed.lines))
    if lines is not None:
        lines = [line for line, kept in zip(lines, keeps, strict=True) if kept]
    return Batch(parsed.table.filter(pa.array(keeps, pa.bool_())), lines=lines)
