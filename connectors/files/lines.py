"""JSON lines as a table of texts: numbers are the digits of the wire, never a float."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from affluent.errors import SourceError
from connectors.core.file_names import FILE
from connectors.files.parsed import Parsed, column_names, empty_table, text_table

if TYPE_CHECKING:
    import pyarrow as pa

    from connectors.core.manifest import Stream

EXPONENT = ("e", "E")


def parse_lines(data: bytes, name: str, stream: Stream) -> Parsed:
    """One row a line; a member that a line has not is null, a nested one stays JSON.

    Raises SourceError naming the line that is no JSON object.
    """
    import msgspec

    decode = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
    unquote = msgspec.json.Decoder(str).decode
    columns: dict[str, list[str | None]] = {}
    lines: list[int] = []
    for number, line in enumerate(_lines(data, name), start=1):
        if not line.strip():
            continue
        try:
            members = decode(line)
            texts = {key: _text(bytes(raw), unquote) for key, raw in members.items()}
        except msgspec.DecodeError as error:
            raise _no_object(name, number, line, error) from error
        for key, text in texts.items():
            if key not in columns:
                columns[key] = [None] * len(lines)
            columns[key].append(text)
        lines.append(number)
        for column in columns.values():
            if len(column) < len(lines):
                column.append(None)
    if not lines:
        return Parsed(empty_table([column for column in stream.columns if column != FILE]))
    for name_ in stream.columns:  # a member that no line has is a column without values
        if name_ != FILE:
            columns.setdefault(name_, [None] * len(lines))
    names = column_names(list(columns), name, 1)
    return Parsed(text_table(names, list(columns.values())), lines=lines)


def _lines(data: bytes, name: str) -> list[bytes]:
    for bom in (b"\xff\xfe", b"\xfe\xff"):
        if data.startswith(bom):
            raise SourceError(
                f"{name} is UTF-16; JSON lines are UTF-8.", remedy="Export it as UTF-8."
            )
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceError(
            f"{name}, line {line}: this is not UTF-8, as JSON lines are.",
            remedy="Export it as UTF-8.",
        ) from None
    return data.removeprefix(b"\xef\xbb\xbf").split(b"\n")


def members_with_values(table: pa.Table) -> list[str]:
    """The columns of which at least one line has a value."""
    rows = table.num_rows
    return [name for name in table.column_names if table.column(name).null_count < rows]


def renamed(table: pa.Table, stream: Stream, before: Sequence[str]) -> str:
    """Why a member seems to have been renamed; empty when none does.

    A member that is null may be left out, so a line without it is no fault. But one that had values
    the last time (``before``) and has none now, while another comes that nobody declared, is.
    """
    now = members_with_values(table)
    gone = [name for name in before if name in stream.columns and name not in now]
    come = [name for name in now if name not in stream.columns and name not in before]
    if not gone or not come or not table.num_rows:
        return ""
    return f"no line has {', '.join(gone)} any more, and {', '.join(come)} is new"


def _text(raw: bytes, unquote: object) -> str | None:
    if raw == b"null":
        return None
    if raw.startswith(b'"'):
        return unquote(raw)  # type: ignore[no-any-return, operator]
    text = raw.decode("utf-8")
    is_number = text[0] in "-0123456789"
    if is_number and any(sign in text for sign in EXPONENT):
        return f"{Decimal(text):f}"
    return text


def _no_object(name: str, number: int, line: bytes, error: Exception) -> SourceError:
    start = line.lstrip()[:1]
    if number == 1 and start == b"[":
        return SourceError(
            f"{name} is one JSON array; JSON lines have one object a line.",
            remedy="Export it as JSON lines: jq -c '.[]' turns the one into the other.",
        )
    if number == 1 and line.strip() == b"{":
        return SourceError(
            f"{name}, line 1: one object runs over several lines.",
            remedy="Write each object on one line: jq -c . does so.",
        )
    return SourceError(
        f"{name}, line {number}: this is no JSON object: {error}.",
        remedy="Export the file again; if only its last line is cut, it is still being written.",
    )
