"""The queries that every engine is asked, in the words of its dialect."""

from __future__ import annotations

from collections.abc import Sequence

from connectors.core.manifest import Stream
from connectors.sql.cursor import Cursor
from connectors.sql.dialect import Dialect
from connectors.sql.session import Column, Shape


def rows_query(dialect: Dialect, stream: Stream, shape: Shape, cursor: Cursor | None) -> str:
    """Asks for all live rows, or for those that may have moved since the cursor."""
    projection = projected(dialect, list(shape.values()))
    return f"select {projection} {_from(dialect, stream, shape, moved(dialect, cursor))}"


def keys_query(dialect: Dialect, stream: Stream, shape: Shape) -> str:
    """Asks for the key of every live row."""
    return f"select {projected(dialect, key_of(stream, shape))} {_from(dialect, stream, shape)}"


def flagged_query(
    dialect: Dialect, stream: Stream, shape: Shape, cursor: Cursor | None, flag: str
) -> str:
    """Asks for the keys of rows that may have moved, and whose flag says that they are gone."""
    conditions = [f"not {dialect.is_live(shape[flag])}", moved(dialect, cursor)]
    where = " and ".join(filter(None, conditions))
    projection = projected(dialect, key_of(stream, shape))
    return f"select {projection} from {dialect.base(stream)} as base where {where}"


def totals_query(
    dialect: Dialect,
    stream: Stream,
    shape: Shape,
    control: Sequence[str],
    cursor: Cursor | None = None,
) -> str:
    """Asks for the count and the exact sums of what is live, all as text.

    With a cursor: then its highest value over all rows, and what the server's clock shows.
    """
    is_live = _live(dialect, stream, shape)
    columns = [shape[name] for name in control]
    counted, sums = "count(*)", [dialect.exact_sum(column) for column in columns]
    # Rows that are flagged as gone move the cursor too.
    if is_live and cursor is not None:
        counted = f"sum(case when {is_live} then 1 else 0 end)"
        sums = [dialect.exact_sum(column, where=is_live) for column in columns]
        is_live = ""
    parts = [f"{dialect.as_text(f'coalesce({counted}, 0)')} as rows_live"]
    parts += [f"{each} as s{number}" for number, each in enumerate(sums)]
    if cursor is not None:
        parts += [f"{dialect.high(cursor)} as high", f"{dialect.clock()} as clock"]
    return f"select {', '.join(parts)} {_where(dialect, stream, [is_live])}"


def misfits_query(
    dialect: Dialect, stream: Stream, conditions: Sequence[str], cursor: Cursor | None
) -> str:
    """Asks how many of the rows that will be read meet each condition, as text."""
    parts = [
        f"{dialect.as_text(f'coalesce(sum(case when {each} then 1 else 0 end), 0)')} as m{number}"
        for number, each in enumerate(conditions)
    ]
    return f"select {', '.join(parts)} {_where(dialect, stream, [moved(dialect, cursor)])}"


def offenders_query(
    dialect: Dialect, stream: Stream, column: Column, cursor: Cursor | None, *, rows: int
) -> str:
    """Asks for a few values that cannot land, each after its key, as text."""
    condition = column.is_misfit(dialect.column(column.name))
    names = [*stream.key, column.name]
    shown = [
        f"{dialect.as_text(dialect.column(name))} as o{number}" for number, name in enumerate(names)
    ]
    return dialect.first(
        f"select {', '.join(shown)} {_where(dialect, stream, [condition, moved(dialect, cursor)])}",
        rows,
    )


def moved(dialect: Dialect, cursor: Cursor | None) -> str:
    """The condition of a row that may have moved since; empty: every row.

    A row without cursor is read every time: it can never be said to be older.
    """
    if cursor is None or cursor.since is None:
        return ""
    column = dialect.column(cursor.column.name)
    return f"({column} >= {dialect.since(cursor)} or {column} is null)"


def projected(dialect: Dialect, columns: Sequence[Column], *, of: str = "base") -> str:
    """Columns as they leave the engine, under their names."""
    return dialect.row(
        [(column, column.of(dialect.column(column.name, of=of))) for column in columns]
    )


def key_of(stream: Stream, shape: Shape) -> list[Column]:
    """The columns of the key."""
    return [shape[name] for name in stream.key]


def _live(dialect: Dialect, stream: Stream, shape: Shape) -> str:
    return dialect.is_live(shape[stream.flag]) if stream.flag else ""


def _from(dialect: Dialect, stream: Stream, shape: Shape, *conditions: str) -> str:
    return _where(dialect, stream, [_live(dialect, stream, shape), *conditions])


def _where(dialect: Dialect, stream: Stream, conditions: Sequence[str]) -> str:
    met = " and ".join(filter(None, conditions))
    return f"from {dialect.base(stream)} as base" + (f" where {met}" if met else "")
