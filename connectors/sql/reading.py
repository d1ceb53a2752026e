"""Streams of one database, read in one snapshot: rows, control totals and keys agree."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from affluent.errors import SourceError
from connectors.core.coherence import SYSTEM_CURSOR
from connectors.core.contract import (
    Batch,
    Checkpoint,
    ControlTotals,
    Deletes,
    Event,
    Note,
    SnapshotComplete,
    State,
)
from connectors.core.manifest import Stream
from connectors.sql.address import Address
from connectors.sql.cursor import Cursor
from connectors.sql.misfits import judged
from connectors.sql.queries import flagged_query, key_of, keys_query, rows_query, totals_query
from connectors.sql.session import Column, Session, Shape

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass
class SnapshotReader:
    """Reads streams of an open session; the first one opens the snapshot for all.

    A failure closes it, and the next stream opens another.
    """

    source: str
    session: Session
    address: Address
    is_open: bool = False

    def shape(self, stream: Stream) -> dict[str, Column]:
        """Column → how it lands, of what a stream is read from. Raises SourceError."""
        with self._telling(stream):
            self._open()
            return self.session.shape(stream)

    def try_out(self, stream: Stream) -> None:
        """Raise SourceError when the stream could not be read.

        A query is run, for no row: PostgreSQL looks at rights only then, not when it is prepared.
        """
        with self._telling(stream):
            self._open()
            self._require(stream, self.session.shape(stream))
            place = self.session.dialect.base(stream)
            self.session.few(f"select 1 as one from {place} as base where 1 = 0")

    def read(self, stream: Stream, state: State | None) -> Iterator[Event]:
        """Rows since the state, then totals and what is gone, as the same snapshot has them."""
        with self._telling(stream):
            self._open()
            shape = self.session.shape(stream)
            self._require(stream, shape)
            for remark in self.session.remarks:
                yield Note(f"{self.source}.{stream.name}: {remark}")
            if stream.strategy == "horizon":
                yield from self.session.by_horizon(stream, shape, state)
            else:
                yield from self._by_watermark(stream, shape, state)

    def _by_watermark(self, stream: Stream, shape: Shape, state: State | None) -> Iterator[Event]:
        """All rows of a stream without cursor; else those since the highest one seen."""
        since = state.get("watermark") if state else None
        cursor = None
        if stream.cursor is not None:
            column = shape[stream.cursor]
            cursor = Cursor(column, since, stream.lookback_minutes, stream.time_zone)
        is_partial = cursor is not None and cursor.since is not None
        place = f"{self.source}.{stream.name}"
        shape, said = judged(self.session, place, stream, shape, cursor)
        yield from said
        dialect = self.session.dialect
        query = rows_query(dialect, stream, shape, cursor)
        for table in self.session.tables(query, list(shape.values())):
            yield Batch(table)
        control = [name for name in stream.control if name in shape]
        asked = self.session.one(totals_query(dialect, stream, shape, control, cursor))
        rows, sums, found = asked[0], asked[1 : len(control) + 1], asked[len(control) + 1 :]
        exact = {name: Decimal(value or 0) for name, value in zip(control, sums, strict=True)}
        yield ControlTotals(int(rows or 0), exact)
        if not is_partial:
            yield SnapshotComplete()
        elif stream.flag is not None:
            query = flagged_query(dialect, stream, shape, cursor, stream.flag)
            yield Deletes(self._keys(stream, shape, query))
        elif stream.deletion == "id_reconcile":
            yield SnapshotComplete(self._keys(stream, shape, keys_query(dialect, stream, shape)))
        high = cursor.capped(*found) if cursor is not None else None
        yield Checkpoint({"strategy": stream.strategy, "watermark": high or since})

    def _keys(self, stream: Stream, shape: Shape, query: str) -> pa.Table:
        import pyarrow as pa

        return pa.concat_tables(self.session.tables(query, key_of(stream, shape)))

    def _open(self) -> None:
        if not self.is_open:
            self.session.begin()
            self.is_open = True

    @contextmanager
    def _telling(self, stream: Stream) -> Iterator[None]:
        try:
            yield
        except self.session.errors as error:
            self.is_open = False
            self.session.abandon()
            # Not chained: the driver's own message may carry the password.
            raise SourceError(
                f"{self.source}.{stream.name} could not be read from {self.address.place}: "
                f"{self.address.redacted(error)}",
                remedy="See that the database runs, that the table or query is right in the "
                "manifest, and that its user may select from it.",
            ) from None

    def _require(self, stream: Stream, shape: Shape) -> None:
        named = (*stream.key, stream.cursor, stream.flag)
        for name in named:
            if name is not None and name not in shape and name != SYSTEM_CURSOR:
                raise SourceError(
                    f"{self.source}.{stream.name}: column '{name}', of its key, cursor or flag, "
                    f"has vanished from {self.address.place}. It has: {', '.join(shape)}.",
                    remedy="Put it back at the source, or name another in the manifest: then "
                    "the stream is landed anew, whole.",
                )
        cursor = stream.cursor or ""
        is_counted = cursor == SYSTEM_CURSOR or (cursor and shape[cursor].native == "BIGINT")
        if stream.strategy == "horizon" and not is_counted:
            raise SourceError(
                f"{self.source}.{stream.name}: column '{stream.cursor}' is no bigint, so it holds "
                "no transaction ids.",
                remedy="Let a trigger write pg_current_xact_id()::text::bigint there, or use "
                'cursor = "xmin", or strategy = "watermark".',
            )
