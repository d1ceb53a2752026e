"""The SQL that a PostgreSQL source is asked, and the types in which its columns land."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from connectors.core.columns import CONTROL_TYPE, literal, quoted
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
    lookback_minutes: int = 0

    @property
    def moved(self) -> str | None:
        """The condition of a row that may have moved since; None: every row.

        A row without cursor is read every time: it can never be said to be older.
        """
        if self.since is None:
            return None
        column = f"base.{quoted(self.column)}"
        return f"({column} >= {self._since()} or {column} is null)"

    def _since(self) -> str:
        text = literal(str(self.since))
        if self.kind == "BIGINT":
            return f"{text}::bigint"  # numeric would keep PostgreSQL from the column's index
        if self.kind not in SINCE_TYPES:
            return f"{text}::{'text' if self.kind == 'VARCHAR' else 'numeric'}"
        back = f"interval '{self.lookback_minutes} minutes'"
        kind = {"TIMESTAMP WITH TIME ZONE": "timestamptz"}.get(self.kind, "timestamp")
        return f"({text}::{kind} - {back})"


def base_of(stream: Stream) -> str:
    """What the stream is read from, as an item of FROM."""
    if stream.table is not None:
        return _place(stream.table)
    return f"({(stream.query or '').rstrip().rstrip(';')})"


def shape_query(stream: Stream) -> str:
    """Asks for columns and no rows."""
    return f"select * from {base_of(stream)} as base limit 0"


def cast_of(kind: str) -> str:
    """The cast that PostgreSQL makes before a column leaves it; empty when it can go as it is."""
    if kind in KEPT or SIZED_DECIMAL.match(kind):
        return ""
    return "::bigint" if kind in WIDENED else "::text"


def rows_query(stream: Stream, shape: Mapping[str, str], cursor: Cursor | None) -> str:
    """Asks for all rows, or for those that may have moved since the cursor."""
    statement = f"select {_projection(shape, list(shape))} from {base_of(stream)} as base"
    moved = cursor.moved if cursor else None
    return f"{statement} where {moved}" if moved else statement


def keys_query(stream: Stream, shape: Mapping[str, str]) -> str:
    """Asks for the key of every row that exists."""
    return f"select {_projection(shape, stream.key)} from {base_of(stream)} as base"


def buried_query(stream: Stream, shape: Mapping[str, str], tombstones: str, since: int) -> str:
    """Asks for the keys that were deleted since a transaction, and do not exist.

    A key that was deleted and written again exists, though its row may bear an older transaction.
    """
    same = " and ".join(f"base.{quoted(name)} = gone.{quoted(name)}" for name in stream.key)
    return (
        f"select distinct {_projection(shape, stream.key, of='gone')} "
        f"from {_place(tombstones)} as buried, "
        f"jsonb_populate_record(null::{base_of(stream)}, buried.row_key) as gone "
        f"where {_buried(stream, since)} "
        f"and not exists (select from {base_of(stream)} as base where {same})"
    )


def totals_query(
    stream: Stream, control: Sequence[str], cursor: Cursor | None, tombstones: str | None = None
) -> str:
    """Asks for the count and the exact sums, all as text; then what the strategy needs.

    Watermark: the highest cursor. One ahead of the server's clock does not count: it would hide
    what is written next. Horizon: how many rows may have moved, how many were deleted.
    """
    parts = ["count(*)::text as rows"]
    kind = CONTROL_TYPE.replace("decimal", "numeric")
    parts += [
        f"coalesce(sum(base.{quoted(name)}::{kind}), 0)::text as s{number}"
        for number, name in enumerate(control)
    ]
    if cursor is not None and stream.strategy == "watermark":
        column = f"max(base.{quoted(cursor.column)})"
        if cursor.kind == "TIMESTAMP WITH TIME ZONE":
            column = f"(least({column}, now()) at time zone 'UTC')::text || '+00'"
        parts.append(f"({column})::text as high")
    if cursor is not None and stream.strategy == "horizon":
        parts.append(f"(count(*) filter (where {cursor.moved or 'true'}))::text as moved")
        buried = "0"
        if tombstones is not None and cursor.since is not None:
            condition = _buried(stream, int(cursor.since))
            buried = f"(select count(*) from {_place(tombstones)} as buried where {condition})"
        parts.append(f"{buried}::text as buried")
    return f"select {', '.join(parts)} from {base_of(stream)} as base"


def _buried(stream: Stream, since: int) -> str:
    return f"buried.table_name = {literal(stream.table or '')} and buried.changed_xid >= {since}"


def _projection(shape: Mapping[str, str], names: Sequence[str], *, of: str = "base") -> str:
    return ", ".join(
        f"{of}.{quoted(name)}{cast_of(shape[name])} as {quoted(name)}" for name in names
    )


def _place(table: str) -> str:
    """A table with its schema, as an identifier of SQL."""
    return ".".join(quoted(part) for part in table.split("."))
