"""Runs the merge of ``merge.py`` on an open landing file, inside the landing's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import duckdb

from connectors.core import ledger, merge
from connectors.core.columns import OURS, declared_types, quoted
from connectors.core.ledger import Incoming
from connectors.core.manifest import Stream
from connectors.core.merge import Tables

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

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


def totals(con: DuckDBPyConnection, statement: str, control: Sequence[str]) -> dict[str, Decimal]:
    """Measure → value: ``rows``, and ``sum(column)`` of each control column."""
    row = con.execute(statement).fetchone() or ()
    names = ["rows", *(f"sum({name})" for name in control)]
    return {name: Decimal(value) for name, value in zip(names, row, strict=True)}


def live_totals(con: DuckDBPyConnection, incoming: Incoming, stream: Stream) -> dict[str, Decimal]:
    """Rows and exact sums of what is live in the landing."""
    tables = Tables(incoming.source, incoming.stream)
    return totals(con, merge.live_totals(tables, stream.control), stream.control)


def is_made(con: DuckDBPyConnection, tables: Tables, stream: Stream) -> bool:
    """Whether the landed table is there, with the columns of the manifest."""
    return list(column_types(con, tables.raw)) == list({**declared_types(stream), **OURS})


def make(con: DuckDBPyConnection, tables: Tables, stream: Stream) -> None:
    """Make the landed table, empty and typed."""
    con.execute(f"create schema if not exists {tables.schema}")
    con.execute(f"drop table if exists {tables.raw}")
    con.execute(merge.create_raw(tables, declared_types(stream)))


def changes(con: DuckDBPyConnection, incoming: Incoming, stream: Stream) -> tuple[int, int]:
    """Rows that would land, and landed rows that would be flagged as deleted."""
    says = (incoming.has_rows_table, incoming.has_keys, incoming.has_deletes, incoming.is_whole)
    if not any(says) and not incoming.parts:
        return 0, 0
    tables = Tables(incoming.source, incoming.stream)
    changed = 0
    if incoming.has_rows_table:
        where = "true" if incoming.is_anew else merge.is_changed(tables)
        changed = count(con, f"{tables.rows} i", where)
    gone = f"not r._is_deleted and {merge.is_gone(tables, incoming, stream)}"
    return changed, 0 if incoming.is_anew else count(con, f"{tables.raw} r", gone)


def measured(incoming: Incoming, stream: Stream) -> dict[str, Decimal] | None:
    """What is live, where ``gap`` found it to be what the source said; None where it did not look.

    Only of a reading without rows: nothing was to land.
    """
    said = incoming.source_totals()
    wanted = {"rows", *(f"sum({name})" for name in stream.control)}
    return said if not incoming.has_rows_table and said and set(said) == wanted else None


def gap(con: DuckDBPyConnection, incoming: Incoming, stream: Stream) -> tuple[str, ...]:
    """How what would be live differs from what the source counted in the same read."""
    said = incoming.source_totals()
    if said is None or not set(stream.control) <= set(incoming.columns or stream.control):
        return ()
    tables = Tables(incoming.source, incoming.stream)
    found = totals(con, merge.expected_totals(tables, incoming, stream), stream.control)
    return tuple(
        f"{measure}: the source says {_plain(value)}, the landing would have "
        f"{_plain(found[measure])}"
        for measure, value in said.items()
        if measure in found and found[measure] != value
    )


def merge_rows(
    con: DuckDBPyConnection, incoming: Incoming, stream: Stream, *, gone: int | None = None
) -> tuple[int, int]:
    """Bring the landed table to what waits; return rows landed and rows flagged as deleted.

    ``gone``: how many would be flagged, where that was found already.
    """
    tables = Tables(incoming.source, incoming.stream)
    seq = ledger.next_seq(con)
    _shape(con, incoming, stream)
    is_gone = f"not r._is_deleted and {merge.is_gone(tables, incoming, stream)}"
    deleted = 0 if incoming.is_anew else gone
    if deleted is None:
        deleted = count(con, f"{tables.raw} r", is_gone)
    if deleted:
        con.execute(
            f"update {tables.raw} r set _is_deleted = true, _seq = ?, _extracted_at = ? "
            f"where {is_gone}",
            [seq, incoming.read_at],
        )
    if not incoming.has_rows_table:
        return 0, deleted
    con.execute(
        "create or replace temp table changed_rows as "
        f"select * from {tables.rows} i where {merge.is_changed(tables)}"
    )
    landed = count(con, "changed_rows", "true")
    delete, insert = merge.admit_rows(tables, incoming.columns)
    con.execute(delete)
    con.execute(insert, [seq, incoming.read_at])
    con.execute("drop table changed_rows")
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
        con.execute(merge.create_raw(tables, {**declared_types(stream), **arriving}))
        return
    present = {*column_types(con, tables.raw), *OURS}
    for name, kind in arriving.items():
        # DuckDB alters a table before its rows move in a transaction, never after.
        if name not in present:
            con.execute(f"alter table {tables.raw} add column {quoted(name)} {kind}")


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
