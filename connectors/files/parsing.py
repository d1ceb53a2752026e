"""The bytes of one CSV file as a table of texts. No type is guessed and nothing is trimmed."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from affluent.errors import SourceError
from connectors.core.manifest import Stream

if TYPE_CHECKING:
    import pyarrow as pa

SIX_PLACES = Decimal("0.000001")
EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
SHOWN = 5


@dataclass(frozen=True)
class Parsed:
    """A file's rows; ``first_line`` is None when rows and lines of the file do not go together."""

    table: pa.Table
    first_line: int | None


def parse(data: bytes, path: Path, stream: Stream) -> Parsed:
    """All rows of a file, every column as text; an empty field is null.

    Raises SourceError naming the file, the line and the remedy when it cannot be read as declared.
    """
    import pyarrow as pa

    text = _decode(data, path, stream.encoding)
    if not text.strip():
        names = list(stream.columns)
        return Parsed(pa.table({name: pa.array([], pa.string()) for name in names}), None)
    header = read_header(text, path, stream.delimiter)
    table = _read(text.encode("utf-8"), path, stream.delimiter, header)
    _refuse_open_quote(text, path, table)
    lines = text.count("\n") + (not text.endswith("\n"))
    return Parsed(table, 2 if lines == table.num_rows + 1 else None)


def read_header(text: str, path: Path, delimiter: str) -> list[str]:
    """The names in the first line; a column without a name is called unnamed_<position>."""
    first = next(csv.reader(io.StringIO(text), delimiter=delimiter), [])
    names = [name or f"unnamed_{number}" for number, name in enumerate(first, start=1)]
    for name in names:
        if names.count(name) > 1 or "\n" in name:
            raise SourceError(
                f"{path}, line 1: the column '{name}' stands twice or runs over two lines.",
                remedy="Give each column one name of its own, and export the file again.",
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


def _decode(data: bytes, path: Path, encoding: str) -> str:
    codec = "utf-8-sig" if encoding.lower() in {"utf-8", "utf8"} else encoding
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise SourceError(
            f"{path}, line {line}: this is not {encoding}.",
            remedy='Declare the file\'s encoding in the manifest, as encoding = "cp1252", '
            "or export it as UTF-8.",
        ) from error
    except LookupError as error:
        raise SourceError(
            f"{path}: there is no encoding named '{encoding}'.",
            remedy="Write it in the manifest as utf-8, cp1252, iso8859-15 or utf-16.",
        ) from error


def _read(data: bytes, path: Path, delimiter: str, header: list[str]) -> Any:
    import pyarrow as pa
    from pyarrow import csv as pacsv

    broken: list[tuple[int | None, int]] = []

    def note(row: Any) -> str:
        broken.append((row.number, row.actual_columns))
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
            return pa.table({name: pa.array([], pa.string()) for name in header})
        raise SourceError(
            f"{path}: {error}.", remedy="Export the file again; see delimiter in the manifest."
        ) from error
    if broken:
        places = ", ".join(f"line {n} ({count} fields)" for n, count in broken[:SHOWN])
        more = ", …" if len(broken) > SHOWN else ""
        raise SourceError(
            f"{path}: {len(broken)} broken rows where the header has {len(header)} columns: "
            f"{places}{more}.",
            remedy="Export the file again: a field that holds the delimiter stands in quotes.",
        )
    return table


def _refuse_open_quote(text: str, path: Path, table: Any) -> None:
    """A quote that nobody closes swallows the rest of the file into one field."""
    if text.count('"') % 2 == 0 or not table.num_rows:
        return
    last = table.slice(table.num_rows - 1).to_pylist()[0]
    if any(value and "\n" in value for value in last.values()):
        raise SourceError(
            f"{path}: row {table.num_rows} opens a quote that is never closed.",
            remedy='Export the file again: a quote inside a field is written twice, "".',
        )
