"""Streams of one database, read in one snapshot: rows, control totals and keys agree.

The scanner opens the transaction REPEATABLE READ and READ ONLY on one connection, and
``postgres_query`` stays on it until the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from decimal import Decimal

import duckdb

from affluent.errors import SourceError
from connectors.core.contract import (
    Checkpoint,
    ControlTotals,
    Deletes,
    Event,
    SnapshotComplete,
    State,
)
from connectors.core.manifest import Manifest, Stream
from connectors.sql.address import Address
from connectors.sql.attached import Attached
from connectors.sql.horizon import Horizon, horizon_of
from connectors.sql.queries import (
    Cursor,
    buried_query,
    keys_query,
    rows_query,
    totals_query,
)


class SnapshotReader:
    """Reads streams of an attached database; the first one opens the snapshot for all.

    A failure closes it, and the next stream opens another.
    """

    def __init__(self, source: str, db: Attached, address: Address, manifest: Manifest) -> None:
        self.source = source
        self._db = db
        self._address = address
        self._manifest = manifest
        self._is_open = False
        self._horizon: Horizon | None = None

    def shape(self, stream: Stream) -> dict[str, str]:
        """Column → type, of what a stream is read from. Raises SourceError."""
        with self._telling(stream):
            return self._db.shape(stream)

    def read(self, stream: Stream, state: State | None) -> Iterator[Event]:
        """Rows since the state, then totals and what is gone, as the same snapshot has them."""
        with self._telling(stream):
            if not self._is_open:
                self._db.con.execute("begin transaction")
                self._is_open = True
            shape = self._db.shape(stream)
            self._require(stream, shape)
            if stream.strategy == "horizon":
                yield from self._by_horizon(stream, shape, state)
            else:
                yield from self._by_watermark(stream, shape, state)

    def _by_watermark(
        self, stream: Stream, shape: Mapping[str, str], state: State | None
    ) -> Iterator[Event]:
        """All rows of a stream without cursor; else those since the highest one seen."""
        since = state.get("watermark") if state else None
        cursor = None
        if stream.cursor is not None:
            cursor = Cursor(stream.cursor, shape[stream.cursor], since, stream.lookback_minutes)
        is_partial = cursor is not None and cursor.since is not None
        yield from self._db.batches(rows_query(stream, shape, cursor))
        totals, found = self._totals(stream, shape, cursor)
        yield totals
        if not is_partial:
            yield SnapshotComplete()
        elif stream.deletion == "id_reconcile":
            yield self._keys(stream, shape)
        high = found[0] if found else None
        yield Checkpoint({"strategy": stream.strategy, "watermark": high or since})

    def _by_horizon(
        self, stream: Stream, shape: Mapping[str, str], state: State | None
    ) -> Iterator[Event]:
        """Rows of transactions that the last snapshot may not have seen; nothing when none."""
        if self._horizon is None:
            self._horizon = horizon_of(self._db)
        since = self._horizon.since(state, shape)
        column = stream.cursor or ""
        cursor = Cursor(column, shape[column], None if since is None else str(since))
        tombstones = self._manifest.tombstones if stream.deletion == "tombstone" else None
        totals, (moved, buried) = self._totals(stream, shape, cursor, tombstones)
        yield totals
        if since is None or moved != "0":
            yield from self._db.batches(rows_query(stream, shape, cursor))
        if since is None:
            yield SnapshotComplete()
        elif stream.deletion == "id_reconcile":
            yield self._keys(stream, shape)
        elif tombstones is not None and buried != "0":
            query = buried_query(stream, shape, tombstones, since)
            yield Deletes(self._db.ask(query).to_arrow_table())
        yield Checkpoint(self._horizon.state(shape))

    def _keys(self, stream: Stream, shape: Mapping[str, str]) -> SnapshotComplete:
        return SnapshotComplete(self._db.ask(keys_query(stream, shape)).to_arrow_table())

    def _totals(
        self,
        stream: Stream,
        shape: Mapping[str, str],
        cursor: Cursor | None,
        tombstones: str | None = None,
    ) -> tuple[ControlTotals, list[str]]:
        """The control totals, and what else the strategy asked for."""
        control = [name for name in stream.control if name in shape]
        query = totals_query(stream, control, cursor, tombstones)
        rows, *found = self._db.ask(query).fetchone() or ("0",)
        sums = {name: Decimal(found.pop(0)) for name in control}
        return ControlTotals(int(rows), sums), found

    @contextmanager
    def _telling(self, stream: Stream) -> Iterator[None]:
        try:
            yield
        except duckdb.Error as error:
            self._is_open = False
            self._horizon = None
            with suppress(duckdb.Error):
                self._db.con.execute("rollback")
            raise SourceError(
                f"{self.source}.{stream.name} could not be read from {self._address.place}: "
                f"{self._address.redacted(error)}",
                remedy="See that the database runs, that the table or query is right in the "
                "manifest, and that its user may select from it.",
            ) from None

    def _require(self, stream: Stream, shape: Mapping[str, str]) -> None:
        for name in (*stream.key, *([stream.cursor] if stream.cursor else [])):
            if name not in shape:
                raise SourceError(
                    f"{self.source}.{stream.name}: column '{name}', of its key or cursor, has "
                    f"vanished from {self._address.place}. It has: {', '.join(shape)}.",
                    remedy="Put it back at the source, or name another in the manifest: then "
                    "the stream is landed anew, whole.",
                )
        if stream.strategy == "horizon" and shape[stream.cursor or ""] != "BIGINT":
            raise SourceError(
                f"{self.source}.{stream.name}: column '{stream.cursor}' is no bigint, so it holds "
                "no transaction ids.",
                remedy="Let a trigger write pg_current_xact_id()::text::bigint there, or use "
                'strategy = "watermark".',
            )
