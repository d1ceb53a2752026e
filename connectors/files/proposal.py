"""A manifest for files that nobody has declared: what can be told from what is in them.

Nothing is written here. What cannot be told is left open and said: a column of dates whose days
and months could be exchanged is text, a stream without a column that names its rows has no key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from affluent.errors import ConfigError
from connectors.core.file_names import SUFFIXES, FileFormat, format_of
from connectors.core.manifest import Stream
from connectors.files.column_types import Guess, guess
from connectors.files.folder import Found, Place
from connectors.files.parsing import parse
from connectors.files.quiet import StillWritten, read_finished, wait_for_writers

if TYPE_CHECKING:
    import pyarrow as pa

TEXTS = ("csv", "tsv", "txt")
MANY = 500  # files looked into; of a pattern, the rest is taken to be alike
KEY_NAME = re.compile(r"(^|_)(id|key|code|no|nr|num|number|numero|ref|reference|sku|line|ligne)$")


@dataclass(frozen=True)
class Proposed:
    """A stream as it would be declared; ``files`` and ``rows`` are what it was seen in.

    ``open``: columns left as text, and why (``Guess.doubt``).
    """

    name: str
    file: str
    columns: Mapping[str, Guess]
    key: tuple[str, ...]
    files: int
    rows: int
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    decimal_mark: str | None = None
    open: tuple[tuple[str, str], ...] = ()


@dataclass
class _Seen:
    """A file, or a sheet of one, as it was looked at."""

    file: str
    sheet: str | None
    table: Any
    encoding: str | None = None
    delimiter: str | None = None
    others: list[str] = field(default_factory=list)


def propose(place: Place) -> list[Proposed]:
    """A stream a file, or one for all files that differ by digits of their name only.

    Raises ConfigError when no file is found, SourceError when one cannot be read.
    """
    found = [one for one in _all(place) if _is_known(one.name)]
    if not found:
        raise ConfigError(
            f"There is no file that can be read in {place}.",
            remedy="Put CSV, .xlsx, .parquet or .jsonl files there, or name another folder.",
        )
    wait_for_writers(found)
    seen = [one for file in found[:MANY] for one in _seen(place, file)]
    taken: set[str] = set()
    proposed = []
    for group in _grouped(seen):
        of_group = {one.file for one in group}
        others = [one.name for one in found if one.name not in of_group]
        if len(group) > 1 and _fitting(group, others) is None:
            proposed += [_proposed([one], others, taken) for one in group]
        else:
            proposed.append(_proposed(group, others, taken))
    return proposed


def _all(place: Place) -> Iterator[Found]:
    """Every file of the folder, not of the folders in it."""
    yield from (one for one in place.find("*") if "/" not in one.name)


def _is_known(name: str) -> bool:
    ending = name.lower().removesuffix(".gz").rpartition(".")[2]
    return ending in SUFFIXES or ending in TEXTS


def _seen(place: Place, found: Found) -> Iterator[_Seen]:
    form = format_of(found.name)
    try:
        data = read_finished(place, found, form)
    except StillWritten:
        return
    name = place.name_of(found.name)
    sheets: Sequence[str | None] = [None]
    if form == "xlsx":
        from connectors.files.workbook import sheet_names

        sheets = sheet_names(data, name)
    for sheet in sheets:
        yield _look(data, name, found.name, form, sheet if len(sheets) > 1 else None)


def _look(data: bytes, name: str, file: str, form: FileFormat, sheet: str | None) -> _Seen:
    encoding = delimiter = None
    if form == "csv":
        from connectors.files.text import FALLBACK, decode, delimiter_of

        decoded = decode(data, name, None)
        encoding = FALLBACK if decoded.found else None
        lines = decoded.text.splitlines()
        if lines:
            found = delimiter_of(lines[0], name, 1, ())
            delimiter = found if found != "," else None
    fields: dict[str, Any] = {
        "name": "a",
        "file": file,
        "format": form,
        "columns": {"a": "text"},
        "sheet": sheet,
        "encoding": encoding,
        "delimiter": delimiter or ("," if form == "csv" else None),
    }
    stream = Stream.model_validate({key: value for key, value in fields.items() if value})
    table = parse(data, name, stream.model_copy(update={"columns": {}})).table
    return _Seen(file, sheet, table, encoding, delimiter)


def _grouped(seen: Sequence[_Seen]) -> Iterator[list[_Seen]]:
    """Files whose names differ by digits only and whose columns are the same, together."""
    groups: dict[tuple[str, str | None, tuple[str, ...]], list[_Seen]] = {}
    for one in seen:
        columns = tuple(sorted(one.table.column_names))
        groups.setdefault((_pattern(one.file), one.sheet, columns), []).append(one)
    yield from groups.values()


def _pattern(file: str) -> str:
    """``orders_2024-01.csv`` → ``orders_*.csv``."""
    stem, dot, ending = file.partition(".")
    return re.sub(r"\d[\d._-]*\d|\d", "*", stem) + dot + ending


def _fitting(group: Sequence[_Seen], others: Sequence[str]) -> str | None:
    """The pattern of a group that finds no other file; None when there is none."""
    broad = _pattern(group[0].file)
    for pattern in (broad, broad.replace("*", "[0-9]*")):
        if not any(fnmatchcase(name, pattern) for name in others):
            return pattern
    return None


def _proposed(group: Sequence[_Seen], others: Sequence[str], taken: set[str]) -> Proposed:
    import pyarrow as pa

    first = group[0]
    pattern = _fitting(group, others) if len(group) > 1 else None
    file = pattern or first.file
    names = first.table.column_names
    tables = [one.table.select(names) for one in group]
    table = pa.concat_tables(tables)
    mark, columns = _typed(table)
    key = _key(table, columns)
    return Proposed(
        name=_name(_pattern(first.file) if pattern else file, first.sheet, taken),
        file=file,
        columns=columns,
        key=key,
        files=len(group),
        rows=table.num_rows,
        sheet=first.sheet,
        encoding=next((one.encoding for one in group if one.encoding), None),
        delimiter=first.delimiter,
        decimal_mark=mark if format_of(file) in {"csv", "xlsx"} else None,
        open=tuple((name, one.doubt) for name, one in columns.items() if one.doubt),
    )


def _typed(table: pa.Table) -> tuple[str | None, dict[str, Guess]]:
    """The decimal mark of the file, and what its columns are."""
    columns = {name: table.column(name).to_pylist() for name in table.column_names}
    guesses = {name: guess(values, ",") for name, values in columns.items()}
    mark = "," if any(one.needs_mark for one in guesses.values()) else None
    if mark is None:
        guesses = {name: guess(values, None) for name, values in columns.items()}
    else:
        guesses = {name: _of_comma(one, columns[name]) for name, one in guesses.items()}
    return mark, guesses


def _of_comma(one: Guess, values: Sequence[str | None]) -> Guess:
    """A column of points in a file of commas is left as text: one mark holds for a file."""
    is_plain = one.type == "decimal" and not one.needs_mark
    has_point = is_plain and any("." in value for value in values if value is not None)
    return Guess(doubt="points") if has_point else one


def _key(table: pa.Table, columns: Mapping[str, Guess]) -> tuple[str, ...]:
    """The column, or the two columns, named like a key and unlike in every row."""
    if table.num_rows < 2:
        return ()
    named = [
        name
        for place, (name, one) in enumerate(columns.items())
        if one.type in {"integer", "text"} and (KEY_NAME.search(_plain(name)) or place == 0)
    ]
    values = {name: table.column(name).to_pylist() for name in named}
    full = [name for name in named if None not in values[name]]
    for name in full:
        if len(set(values[name])) == table.num_rows:
            return (name,)
    for place, one in enumerate(full):
        for other in full[place + 1 :]:
            pairs = set(zip(values[one], values[other], strict=True))
            if len(pairs) == table.num_rows:
                return (one, other)
    return ()


def _name(file: str, sheet: str | None, taken: set[str]) -> str:
    """The name of a stream, of letters, digits and single underscores; none twice."""
    stem = file.partition(".")[0]
    bare = _plain(f"{stem}_{sheet}" if sheet else stem)
    name = re.sub(r"_+", "_", re.sub(r"[^a-z0-9_]", "_", bare)).strip("_") or "rows"
    if not name[0].isalpha():
        name = f"file_{name}"
    number, found = 2, name
    while found in taken:
        found = f"{name}_{number}"
        number += 1
    taken.add(found)
    return found


def _plain(name: str) -> str:
    """A name in small letters without accents, words parted by underscores."""
    import unicodedata

    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    letters = unicodedata.normalize("NFKD", parted)
    return "".join(c for c in letters if not unicodedata.combining(c)).lower().replace(" ", "_")
