"""What rows were before: a log to which every version that ends is added, and nothing taken out.

Of a stream with ``history = true``. What is live stands in its landed table; here stand the
versions that others replaced, and the rows that were deleted, each with the batch and the moment
that ended it. Runs inside the landing's transaction, before the rows move.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from connectors.core.columns import quoted
from connectors.core.merge import Tables

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ENDED = {"_ended_seq": "bigint", "_ended_at": "timestamptz"}


def name_of(tables: Tables) -> str:
    """The table of the log, as an identifier of SQL."""
    return f"history.{quoted(f'{tables.source}__{tables.stream}')}"


def keep(con: DuckDBPyConnection, tables: Tables, where: str, seq: int, read_at: str) -> None:
    """Add the live rows ``r`` that meet a condition: they are about to end."""
    landed = _types(con, tables.raw)
    if not landed:
        return
    log = name_of(tables)
    _shape(con, tables, landed, seq)
    columns = ", ".join(map(quoted, landed))
    con.execute(
        f"insert into {log} ({columns}, _ended_seq, _ended_at) "
        f"select {columns}, ?, ? from {tables.raw} r "
        f"where not r._is_deleted and ({where})",
        [seq, read_at],
    )


def _shape(con: DuckDBPyConnection, tables: Tables, landed: dict[str, str], seq: int) -> None:
    """Make the log, or give it the columns that it lacks.

    Where a column has another type now, what was kept of the old one is put aside under its batch.
    """
    log = name_of(tables)
    kept = _types(con, log)
    if any(kept.get(name, kind) != kind for name, kind in landed.items()):
        con.execute(
            f"alter table {log} rename to {quoted(f'{tables.source}__{tables.stream}__{seq}')}"
        )
        kept = {}
    if not kept:
        con.execute("create schema if not exists history")
        typed = ", ".join(f"{quoted(name)} {kind}" for name, kind in (landed | ENDED).items())
        con.execute(f"create table {log} ({typed})")
        return
    for name, kind in landed.items():
        if name not in kept:
            con.execute(f"alter table {log} add column {quoted(name)} {kind}")


def _types(con: DuckDBPyConnection, table: str) -> dict[str, str]:
    try:
        rows = con.execute(f"describe {table}").fetchall()
    except duckdb.CatalogException:
        return {}
    return {str(row[0]): str(row[1]).lower() for row in rows}
