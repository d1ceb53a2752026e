"""Runs the merge of ``merge.py`` on an open landing file, inside the landing's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from connectors.core import history, ledger, merge
from connectors.core.columns import (
    OURS,
    TEXT_KEY,
    declared_key_type,
    declared_types,
    quoted,
)
from connectors.core.ledger import Incoming
from connectors.core.manifest import Stream
from connectors.core.merge import Tables

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CHANGED = "changed_rows"
KEPT_BEFORE = """
    select json_extract_string(reason, '$.quarantine') from ops.batches
    where source = ? and stream = ? and status = 'refused'
    and json_extract_string(reason, '$.digest') = ? order by seq desc limit 1"""


def count(con: DuckDBPyConnection, table: str, where: str) -> int:
    """Rows of a table that meet a condition."""
    row = con.execute(f"select count(*) from {table} where {where}").fetchone()
    return int(row[0]) if row else 0


def column_types(con: DuckDBPyConnection, table: str) -> dict[str, str]:
    """Column → type of a table, in order; empty when there is no such table."""
    try:
        rows = con.execute(f"describe {table}").fetchall()
    except duckdb.CatalogException:
        return {}
    return {str(row[0]): str(row[1]).lower() for row in rows}


def is_made(con: DuckDBPyConnection, tables: Tables, stream: Stream) -> bool:
    """Whether the landed table is there, with the columns of the manifest."""
    return list(column_types(con, tables.raw)) == list({**declared_types(stream), **OURS})


def make(con: DuckDBPyConnection, tables: Tables, stream: Stream) -> None:
    """Make the landed table, empty and typed."""
    con.execute(f"create schema if not exists {tables.schema}")
    con.execute(f"drop table if exists {tables.raw}")
    con.execute(merge.create_raw(tables, declared_types(stream), declared_key_type(stream)))


def changes(con: DuckDBPyConnection, incoming: Incoming, stream: Stream) -> tuple[int, int]:
    """Rows that would land, and landed rows that would be flagged as deleted.

    The rows stand in a temporary table, ``changed_rows``, until ``forget_changes``; not those of a
    stream that lands anew: they are all that wait.
    """
    tables = Tables(incoming.source, incoming.stream)
    if incoming.is_anew:
        return count(con, tables.rows, "true") if incoming.has_rows_table else 0, 0
    changed = 0
    if incoming.has_rows_table:
        con.execute(
            f"create or replace temp table {CHANGED} as "
            f"select * from {tables.rows} i where {merge.is_changed(tables)}"
        )
        changed = count(con, CHANGED, "true")
    if incoming.gone is not None:
        return changed, incoming.gone
    says = (incoming.has_keys, incoming.has_deletes, incoming.is_whole, incoming.parts)
    gone = f"not r._is_deleted and {merge.is_gone(tables, incoming, stream)}"
    return changed, count(con, f"{tables.raw} r", gone) if any(says) else 0


def forget_changes(con: DuckDBPyConnection) -> None:
    """Take out what ``changes`` left."""
    con.execute(f"drop table if exists {CHANGED}")


def merge_rows(
    con: DuckDBPyConnection,
    incoming: Incoming,
    stream: Stream,
    *,
    found: tuple[int, int] | None = None,
) -> tuple[int, int]:
    """Bring the landed table to what waits; return rows landed and rows flagged as deleted.

    ``found``: what ``changes`` gave, where it was asked.
    """
    tables = Tables(incoming.source, incoming.stream)
    seq = ledger.next_seq(con)
    if stream.history and incoming.is_anew:
        history.keep(con, tables, merge.is_ended(tables, incoming), seq, incoming.read_at)
    _shape(con, incoming, stream)
    landed, deleted = found or changes(con, incoming, stream)
    if stream.history and not incoming.is_anew and (landed or deleted):
        replaced = f"_key in (select _key from {CHANGED})" if landed else "false"
        gone = merge.is_gone(tables, incoming, stream) if deleted else "false"
        history.keep(con, tables, f"{replaced} or {gone}", seq, incoming.read_at)
    if deleted:
        is_gone = f"not r._is_deleted and {merge.is_gone(tables, incoming, stream)}"
        con.execute(
            f"update {tables.raw} r set _is_deleted = true, _seq = ?, _extracted_at = ? "
            f"where {is_gone}",
            [seq, incoming.read_at],
        )
    if landed:
        place = tables.rows if incoming.is_anew else CHANGED
        if not incoming.is_anew:
            con.execute(f"delete from {tables.raw} where _key in (select _key from {place})")
        con.execute(merge.admit_rows(tables, incoming.columns, place), [seq, incoming.read_at])
    forget_changes(con)
    return landed, deleted


def quarantine(con: DuckDBPyConnection, incoming: Incoming) -> tuple[str | None, str | None]:
    """Keep the batch whole; return where, and its digest.

    The same batch refused night after night is kept once.
    """
    if not incoming.has_rows_table:
        return None, None
    tables = Tables(incoming.source, incoming.stream)
    row = con.execute(
        f"select concat_ws(':', count(*), sum(hash(_hash)), ?) from {tables.rows}",
        [",".join([*incoming.columns, *incoming.extras])],
    ).fetchone()
    digest = str(row[0]) if row else ""
    kept = con.execute(KEPT_BEFORE, [incoming.source, incoming.stream, digest]).fetchone()
    if kept is not None:
        return str(kept[0]), digest
    place = tables.quarantine(ledger.next_seq(con))
    con.execute(f"create table {place} as select * from {tables.rows}")
    return place, digest


def _shape(con: DuckDBPyConnection, incoming: Incoming, stream: Stream) -> None:
    """Make the landed table anew, or give it the columns that it lacks."""
    tables = Tables(incoming.source, incoming.stream)
    waits = column_types(con, tables.rows)
    arriving = {name: waits[name] for name in incoming.columns}
    if incoming.is_anew:
        con.execute(f"drop table if exists {tables.raw}")
        columns = {**declared_types(stream), **arriving}
        con.execute(merge.create_raw(tables, columns, incoming.key_type or TEXT_KEY))
        return
    present = {*column_types(con, tables.raw), *OURS}
    for name, kind in arriving.items():
        # DuckDB alters a table before its rows move in a transaction, never after.
        if name not in present:
            con.execute(f"alter table {tables.raw} add column {quoted(name)} {kind}")
