"""Reading by transaction ids, so that what commits late is never lost.

A time stamp is given when a row is written, and the row appears when its transaction commits: a
reading in between passes it by. The id of a transaction is given at its first write, and a snapshot
knows the oldest id that was still under way (``pg_snapshot_xmin``): the horizon. All that it could
not see has that id or a higher one. Who reads from there the next time misses nothing, however long
a transaction lasted, and needs no look-back.

The ids stand in a column that a trigger fills, or in ``xmin``, which every row of every table has.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from connectors.core.coherence import SYSTEM_CURSOR
from connectors.core.contract import (
    Batch,
    Checkpoint,
    ControlTotals,
    Deletes,
    Event,
    SnapshotComplete,
    State,
)
from connectors.core.manifest import Stream
from connectors.sql.queries import key_of, keys_query, projected, rows_query
from connectors.sql.session import Shape

if TYPE_CHECKING:
    from connectors.sql.postgres.dialect import PostgresDialect
    from connectors.sql.postgres.session import PostgresSession

MAY_IDENTIFY = "select has_function_privilege('pg_control_system()', 'execute')"
SYSTEM = "select system_identifier::text from pg_control_system()"
# A snapshot of the transaction, so of all its queries: it is REPEATABLE READ.
HORIZON = """
    select pg_snapshot_xmin(pg_current_snapshot())::text,
        (select oid::text from pg_database where datname = current_database()),
        (now() at time zone 'UTC')::text || '+00'"""
# A row keeps 32 bits of its transaction's id; two ids are compared by the way round that is
# shorter, as PostgreSQL itself does.
CIRCLE, HALF = 1 << 32, 1 << 31


@dataclass(frozen=True)
class Horizon:
    """What a snapshot may not have seen begins at transaction ``xid``; ``seen_at`` is its time.

    ``store`` names the server's data and the database: ids of another one mean nothing here.
    """

    xid: int
    store: str
    seen_at: str

    def since(self, state: State | None, stream: Stream, shape: Shape) -> int | None:
        """From which transaction to read; None: whole.

        Whole when nothing was read yet; when the ids are of another store, or went back, as in one
        that was restored; when a column came or went, since that leaves no trace in the rows; when
        so many transactions have passed that 32 bits of them say nothing.
        """
        if state is None or state.get("store") != self.store:
            return None
        if state.get("shape") != digest(shape):
            return None
        since = int(state["horizon"])
        if stream.cursor == SYSTEM_CURSOR and self.xid - since >= HALF // 2:
            return None
        return since if since <= self.xid else None

    def state(self, shape: Shape) -> dict[str, Any]:
        """Where the next reading goes on; the watermark is for people: read up to then."""
        return {
            "strategy": "horizon",
            "horizon": str(self.xid),
            "store": self.store,
            "shape": digest(shape),
            "watermark": self.seen_at,
        }


def horizon_of(db: PostgresSession) -> Horizon:
    """The horizon of the snapshot that ``db`` is in."""
    xid, database, seen_at = db.one(HORIZON)
    may_identify = db.one(MAY_IDENTIFY)[0]
    system = db.one(SYSTEM)[0] if may_identify else "unknown"
    return Horizon(int(xid or 0), f"{system}:{database}", seen_at or "")


def digest(shape: Shape) -> str:
    """Columns and types in few letters."""
    types = {name: column.native for name, column in shape.items()}
    return hashlib.sha256(json.dumps(types).encode()).hexdigest()[:16]


def read_by_horizon(
    db: PostgresSession,
    horizon: Horizon,
    stream: Stream,
    shape: Shape,
    state: State | None,
    *,
    tombstones: str | None,
) -> Iterator[Event]:
    """Rows of transactions that the last snapshot may not have seen; nothing when none."""
    since = horizon.since(state, stream, shape)
    condition = moved_since(db.dialect, stream, since)
    buried_in = tombstones if stream.deletion == "tombstone" else None
    control = [name for name in stream.control if name in shape]
    buried = ""
    if buried_in is not None and since is not None:
        where = _buried(db.dialect, stream, since)
        buried = f"from {db.dialect.place(buried_in)} as buried where {where}"
    asked = db.one(_totals(db.dialect, stream, shape, condition, buried))
    rows, *sums = (Decimal(value or 0) for value in asked)
    *sums, moved, gone = sums
    yield ControlTotals(int(rows), dict(zip(control, sums, strict=True)))
    if since is None or moved:
        query = rows_query(db.dialect, stream, shape, None)
        where = f" where {condition}" if condition else ""
        for table in db.tables(query + where, list(shape.values())):
            yield Batch(table)
    if since is None:
        yield SnapshotComplete()
    elif stream.deletion == "id_reconcile":
        yield SnapshotComplete(_keys(db, stream, shape, keys_query(db.dialect, stream, shape)))
    elif buried_in is not None and gone:
        query = buried_query(db.dialect, stream, shape, buried_in, since)
        yield Deletes(_keys(db, stream, shape, query))
    yield Checkpoint(horizon.state(shape))


def moved_since(dialect: PostgresDialect, stream: Stream, since: int | None) -> str:
    """The condition of a row that a transaction wrote since; empty: every row."""
    if stream.cursor == SYSTEM_CURSOR:
        if since is None:
            return "base.xmin is not null"  # a view has none, and is told before rows are landed
        steps = f"base.xmin::text::bigint - {since % CIRCLE} + {CIRCLE}"
        return f"(({steps}) % {CIRCLE} < {HALF})"
    if since is None:
        return ""
    column = dialect.column(stream.cursor or "")
    return f"({column} >= '{since}'::bigint or {column} is null)"


def buried_query(
    dialect: PostgresDialect, stream: Stream, shape: Shape, tombstones: str, since: int
) -> str:
    """Asks for the keys that were deleted since a transaction, and do not exist.

    A key that was deleted and written again exists, though its row may bear an older transaction.
    """
    base, quoted = dialect.base(stream), dialect.quoted
    same = " and ".join(f"base.{quoted(name)} = gone.{quoted(name)}" for name in stream.key)
    return (
        f"select distinct {projected(dialect, key_of(stream, shape), of='gone')} "
        f"from {dialect.place(tombstones)} as buried, "
        f"jsonb_populate_record(null::{base}, buried.row_key) as gone "
        f"where {_buried(dialect, stream, since)} "
        f"and not exists (select from {base} as base where {same})"
    )


def _totals(
    dialect: PostgresDialect, stream: Stream, shape: Shape, condition: str, buried: str
) -> str:
    """Asks for the control totals; then how many rows may have moved, how many were deleted."""
    parts = ["count(*)::text as rows_live"]
    control = [shape[name] for name in stream.control if name in shape]
    parts += [f"{dialect.exact_sum(column)} as s{i}" for i, column in enumerate(control)]
    parts.append(f"(count(*) filter (where {condition or 'true'}))::text as moved")
    parts.append(f"(select count(*) {buried})::text as gone" if buried else "'0' as gone")
    return f"select {', '.join(parts)} from {dialect.base(stream)} as base"


def _keys(db: PostgresSession, stream: Stream, shape: Shape, query: str) -> Any:
    import pyarrow as pa

    return pa.concat_tables(db.tables(query, key_of(stream, shape)))


def _buried(dialect: PostgresDialect, stream: Stream, since: int) -> str:
    return (
        f"buried.table_name = {dialect.literal(stream.table or '')} "
        f"and buried.changed_xid >= {since}"
    )
