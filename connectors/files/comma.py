"""CSV as a table of texts. No type is guessed and nothing is trimmed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from affluent.errors import SourceError
from connectors.files.numbers import read_numbers
from connectors.files.parsed import Parsed, empty_table, places
from connectors.files.text import DELIMITERS, decode, delimiter_of, from_line, header_cells

if TYPE_CHECKING:
    from connectors.core.manifest import Stream


def parse_csv(data: bytes, name: str, stream: Stream) -> Parsed:
    """All rows of a file, every column as text; an empty field is null.

    Raises SourceError naming the file, the line and the remedy when it cannot be read as declared.
    """
    decoded = decode(data, name, stream.encoding)
    text = from_line(decoded.text, stream.header_row)
    if not text.strip():
        return Parsed(empty_table([column for column in stream.columns if column != "_file"]))
    found = list(decoded.found)
    delimiter = stream.delimiter
    if delimiter is None:
        first = text.splitlines()[0]
        delimiter = delimiter_of(first, name, stream.header_row, tuple(stream.columns))
        if delimiter != ",":
            found.append(f"{DELIMITERS[delimiter]} between columns")
    header = header_cells(text, name, delimiter, stream.header_row)
    table = _read(text.encode("utf-8"), name, delimiter, header, stream.header_row)
    _refuse_open_quote(text, name, table)
    lines = text.count("\n") + (not text.endswith("\n"))
    first_line = stream.header_row + 1 if lines == table.num_rows + 1 else None
    numbers = read_numbers(table, stream, name, first_line)
    notes = (f"{name}: {' and '.join(found)}, as found: not declared",) if found else ()
    return Parsed(
        numbers.table, first_line, faults=numbers.faults, remedy=numbers.remedy, notes=notes
    )


def _read(data: bytes, name: str, delimiter: str, header: list[str], header_row: int) -> Any:
    import pyarrow as pa
    from pyarrow import csv as pacsv

    broken: list[tuple[int, int, str]] = []

    def note(row: Any) -> str:
        broken.append((row.number + header_row - 1, row.actual_columns, row.text))
        return "skip"

    try:
        table = pacsv.read_csv(
            pa.BufferReader(data),
            # One thread, one block: broken rows know their number, and a row is never cut.
            read_options=pacsv.ReadOptions(
                use_threads=False,
                block_size=min(len(data) + 1, 2**31 - 1),
                column_names=header,
                skip_rows=1,
            ),
            parse_options=pacsv.ParseOptions(
                delimiter=delimiter, newlines_in_values=True, invalid_row_handler=note
            ),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(header, pa.string()),
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
            ),
        )
    except pa.ArrowInvalid as error:
        if "Empty CSV" in str(error):
            return empty_table(header)
        raise SourceError(
            f"{name}: {error}.", remedy="Export the file again; see delimiter in the manifest."
        ) from error
    if broken:
        raise _broken(broken, name, delimiter, len(header))
    return table


def _broken(
    broken: list[tuple[int, int, str]], name: str, delimiter: str, columns: int
) -> SourceError:
    where = places([f"line {n} ({count} fields)" for n, count, _ in broken], len(broken))
    remedy = "Export the file again: a field that holds the delimiter stands in quotes."
    others = [one for one in DELIMITERS if one != delimiter]
    for other in others:
        if columns > 1 and all(text.count(other) == columns - 1 for *_, text in broken):
            remedy = (
                f"The header is parted by {DELIMITERS.get(delimiter, delimiter)} and these lines "
                f"by {DELIMITERS[other]}: two exports were put into one file. Send each by itself."
            )
    return SourceError(
        f"{name}: {len(broken)} broken rows where the header has {columns} columns: {where}.",
        remedy=remedy,
    )


def _refuse_open_quote(text: str, name: str, table: Any) -> None:
    """A quote that nobody closes swallows the rest of the file into one field."""
    if text.count('"') % 2 == 0 or not table.num_rows:
        return
    last = table.slice(table.num_rows - 1).to_pylist()[0]
    if any(value and "\n" in value for value in last.values()):
        raise SourceError(
            f"{name}: row {table.num_rows} opens a quote that is never closed.",
            remedy='Export the file again: a quote inside a field is written twice, "".',
        )
