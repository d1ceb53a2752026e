"""The SQL that a PostgreSQL source is asked, and the types in which its columns land."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from connectors.core.columns import CONTROL_TYPE, quoted
from connectors.core.manifest import Stream

# What DuckDB's scanner gives → the cast asked of PostgreSQL. The scanner turns numeric without a
# precision, and sum() of any numeric, into DOUBLE: whatever is not in this list comes as text.
KEPT = {"BIGINT", "DATE", "BOOLEAN", "VARCHAR", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE"}
WIDENED = {"INTEGER", "SMALLINT", "TINYINT"}
SIZED_DECIMAL = re.compile(r"^DECIMAL\(\d+,\s*\d+\)$")
SINCE_TYPES = {"TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "DATE"}


@dataclass(frozen=True)
class Cursor:
    """The column that moves at each change, and from where to read it again."""

    column: str
    kind: str
    since: str | None
    lookback_minutes: int


def base_of(stream: Stream) -> str:
    """What the stream is read from, as an item of FROM."""
    if stream.table is not None:
        return ".".join(quoted(part) for part in stream.table.split("."))
    return f"({(stream.query or '').rstrip().rstrip(';')})"


def shape_query(stream: Stream) -> str:
    """Asks for columns and no rows."""
    return f"select * from {base_of(stream)} as base limit 0"


def cast_of(kind: str) -> str:
    """The cast that PostgreSQL makes before a column leaves it; empty when it can go as it is."""
    if kind in KEPT or SIZED_DECIMAL.match(kind):
        return ""
    return "::bigint" if kind in WIDENED else "::text"


def _projection(shape: Mapping[str, str], names: Sequence[str]) -> str:
    return ", ".join(
        f"base.{quoted(name)}{cast_of(shape[name])} as {quoted(name)}" for name in names
    )


def rows_query(stream: Stream, shape: Mapping[str, str], cursor: Cursor | None) -> str:
    """Asks for all rows, or for those that moved since the cursor, the look-back included.

    A row without cursor is read every time: it can never be said to be older.
    """
    statement = f"select {_projection(shape, list(shape))} from {base_of(stream)} as base"
    if cursor is None or cursor.since is None:
        return statement
    column = f"base.{quoted(cursor.column)}"
    return f"{statement} where {column} >= {_since(cursor)} or {column} is null"


def _since(cursor: Cursor) -> str:
    text = "'" + str(cursor.since).replace("'", "''") + "'"
    if cursor.kind not in SINCE_TYPES:
        return f"{text}::{'text' if cursor.kind == 'VARCHAR' else 'numeric'}"
    back = f"interval '{cursor.lookback_minutes} minutes'"
    kind = {"TIMESTAMP WITH TIME ZONE": "timestamptz"}.get(cursor.kind, "timestamp")
    return f"({text}::{kind} - {back})"


def keys_query(stream: Stream, shape: Mapping[str, str]) -> str:
    """Asks for the key of every row that exists."""
    return f"select {_projection(shape, stream.key)} from {base_of(stream)} as base"


def totals_query(stream: Stream, control: Sequence[str], cursor: Cursor | None) -> str:
    """Asks for the count, the exact sums and the highest cursor, all as text.

    A cursor ahead of the server's clock does not count: it would hide what is written next.
    """
    parts = ["count(*)::text as rows"]
    kind = CONTROL_TYPE.replace("decimal", "numeric")
    parts += [
        f"coalesce(sum(base.{quoted(name)}::{kind}), 0)::text as s{number}"
        for number, name in enumerate(control)
    ]
    if cursor is not None:
        column = f"max(base.{quoted(cursor.column)})"
        if cursor.kind == "TIMESTAMP WITH TIME ZONE":
            column = f"(least({column}, now()) at time zone 'UTC')::text || '+00'"
        parts.append(f"({column})::text as high")
    return f"select {', '.join(parts)} from {base_of(stream)} as base"
