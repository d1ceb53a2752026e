"""The landing file: the only writer of ``landing.duckdb``.

A batch waits in ``incoming`` until it is admitted, in one transaction with the state, or refused,
and then stands whole in ``quarantine``. No source is read here and nothing is judged here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from affluent.errors import AffluentError, AlreadyRunning
from connectors.core import admission, comparing, disk, ledger, memory
from connectors.core.landed import Landed
from connectors.core.ledger import Incoming, StreamResult
from connectors.core.manifest import Stream
from connectors.core.merge import Tables
from connectors.core.receiving import Receiver, drop_tables
from connectors.core.suppression import SuppressionList, suppression_list

if TYPE_CHECKING:
    from connectors.core.contract import Event


@contextmanager
def open_landing(path: Path) -> Iterator[Landing]:
    """Open the landing file, made if needed, for writing; one process at a time.

    Raises AlreadyRunning when another process holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        con = duckdb.connect(str(path))
    except duckdb.IOException as error:
        if "lock" not in str(error).lower():
            raise
        raise AlreadyRunning(
            f"Another process holds {path}.", remedy="Wait until it ends, then try again."
        ) from error
    try:
        con.execute("set TimeZone = 'UTC'")
        memory.bound(con)
        for statement in ledger.TABLES:
            con.execute(statement)
        landing = Landing(con)
        landing.suppressed = suppression_list(path.parent)
        yield landing
    finally:
        con.close()


class Landing(Landed):
    """An open landing file. Each method is one transaction: all of it happens, or nothing.

    ``suppressed``: who asked to be forgotten; what arrives is kept without them.
    """

    suppressed: SuppressionList = SuppressionList()

    @contextmanager
    def _transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with disk.telling():
            self._con.execute("begin transaction")
            try:
                yield self._con
            except BaseException:
                with suppress(duckdb.Error):
                    self._con.execute("rollback")
                raise
            self._con.execute("commit")

    def ensure_stream(self, source: str, stream: Stream) -> None:
        """Make the stream's table, empty and typed, where nothing of it has landed yet."""
        tables = Tables(source, stream.name)
        if self._known.state(source, stream.name) is not None:
            return
        if not admission.is_made(self._con, tables, stream):
            with self._transaction() as con:
                admission.make(con, tables, stream)

    def receive(
        self,
        source: str,
        stream: Stream,
        events: Iterator[Event],
        *,
        kept: Incoming | None = None,
        was_reread: bool = False,
        notes: Sequence[str] = (),
    ) -> Incoming:
        """Write what a source says into ``incoming``: in place of what waited there, or, with
        ``kept``, on from what was kept of a reading. Each page is committed with its place.
        """
        position = self.position(source, stream)
        start = Incoming(
            source=source,
            stream=stream.name,
            read_at=dt.datetime.now(dt.UTC).isoformat(),
            fingerprint=stream.fingerprint,
            is_anew=position is None,
            was_reread=was_reread,
            notes=tuple(notes),
            base=position,
        )
        if kept is not None:
            start = replace(
                kept, status="reading", gap=(), gone=None, reason="", read_at=start.read_at
            )
        parts = Receiver(self._con, stream, start, suppressed=self.suppressed).receive(events)
        begins = kept is None
        while True:
            with self._transaction() as con:
                if begins:
                    self._drop_incoming(source, stream.name)
                    begins = False
                incoming = next(parts)
                is_done = incoming.status != "reading"
                if is_done:
                    gap, gone = comparing.compare(con, incoming, stream)
                    incoming = replace(incoming, gap=gap, gone=gone)
                ledger.forget_incoming(con, source, stream.name)
                ledger.note_incoming(con, incoming)
            self._known.received(incoming)
            if is_done:
                return incoming

    def fail(self, source: str, stream: Stream, error: AffluentError) -> Incoming:
        """Note that the stream could not be read; nothing waits but the pages that had come."""
        kept = self.kept(source, stream)
        incoming = Incoming(
            source=source,
            stream=stream.name,
            read_at=dt.datetime.now(dt.UTC).isoformat(),
            fingerprint=stream.fingerprint,
            status="failed",
            reason=error.message,
            remedy=error.remedy,
        )
        if kept is not None:
            reason = f"{error.message} {kept.rows_read:,} rows that had come are kept."
            incoming = replace(kept, status="failed", reason=reason, remedy=error.remedy)
        with suppress(disk.DiskFull), self._transaction() as con:
            if kept is None:
                self._drop_incoming(source, stream.name)
            ledger.forget_incoming(con, source, stream.name)
            ledger.note_incoming(con, incoming)
        self._known.received(incoming)
        return incoming

    def leave(self, incoming: Incoming, stream: Stream) -> StreamResult:
        """Nothing changed: the position may move, no row does."""
        with self._transaction() as con:
            result = self._result(incoming, status="unchanged", notes=incoming.notes)
            self._move_state(incoming)
            # What was measured when it came is what is live: no row has moved since.
            totals = comparing.measured(incoming, stream)
            if totals is None:
                totals = comparing.live_totals(con, incoming, stream)
            ledger.note_batch(con, result, incoming, landed=totals)
            self._drop_incoming(incoming.source, incoming.stream)
            if incoming.has_rows_table:
                admission.forget_changes(con)
        self._known.settled(incoming, has_moved=True)
        return result

    def give_up(self, incoming: Incoming) -> StreamResult:
        """Book a reading that failed; pages that had come stay, for the next one to go on with."""
        with suppress(disk.DiskFull), self._transaction() as con:
            result = self._result(
                incoming, status="failed", reason=incoming.reason, remedy=incoming.remedy
            )
            ledger.note_batch(con, result, incoming)
            if incoming.resume is None:
                self._drop_incoming(incoming.source, incoming.stream)
        if incoming.resume is None:
            self._known.settled(incoming, has_moved=False)
        return result

    def admit(
        self,
        incoming: Incoming,
        stream: Stream,
        *,
        notes: Sequence[str] = (),
        expectations: int = 0,
    ) -> StreamResult:
        """Merge the rows that wait, move the state and book the totals, in one transaction."""
        with self._transaction() as con:
            known = self._found[1] if self._found and self._found[0] is incoming else None
            landed, deleted = admission.merge_rows(con, incoming, stream, found=known)
            totals = comparing.live_totals(con, incoming, stream)
            result = self._result(
                incoming,
                status="admitted",
                rows_landed=landed,
                rows_deleted=deleted,
                notes=(*incoming.notes, *notes),
                expectations=expectations,
            )
            self._move_state(incoming)
            ledger.note_batch(con, result, incoming, landed=totals)
            self._drop_incoming(incoming.source, incoming.stream)
        self._known.settled(incoming, has_moved=True)
        return result

    def refuse(
        self,
        incoming: Incoming,
        *,
        reasons: Sequence[str],
        remedy: str = "",
        expectations: int = 0,
    ) -> StreamResult:
        """Move the batch whole to ``quarantine`` and book why; what has landed stands."""
        with self._transaction() as con:
            kept, digest = admission.quarantine(con, incoming)
            result = self._result(
                incoming,
                status="refused",
                reason="\n".join(reasons),
                remedy=remedy,
                notes=incoming.notes,
                expectations=expectations,
                quarantine=kept,
            )
            ledger.note_batch(con, result, incoming, digest=digest)
            self._drop_incoming(incoming.source, incoming.stream)
            admission.forget_changes(con)
        self._known.settled(incoming, has_moved=False)
        return result

    def version(self) -> str:
        """A text that differs once any landed row, table or column does."""
        return ledger.version(self._con)

    def forget(self, source: str, stream: Stream) -> None:
        """Forget how far a stream was read: the next reading is whole, and what landed stands."""
        with self._transaction() as con:
            self._drop_incoming(source, stream.name)
            ledger.forget_position(con, source, stream.name)
        self._known.forgotten(source, stream.name)

    def _move_state(self, incoming: Incoming) -> None:
        is_first = self._known.state(incoming.source, incoming.stream) is None
        ledger.move_state(self._con, incoming, is_first=is_first)

    def _result(self, incoming: Incoming, **fields: Any) -> StreamResult:
        return StreamResult(
            source=incoming.source,
            stream=incoming.stream,
            seq=ledger.next_seq(self._con),
            rows_read=incoming.rows_read,
            gap="; ".join(incoming.gap),
            watermark=incoming.watermark,
            was_reread=incoming.was_reread,
            **fields,
        )

    def _drop_incoming(self, source: str, stream: str) -> None:
        """Take out what waits of a stream."""
        if self._known.waits(source, stream):
            waits = ledger.forget_incoming(self._con, source, stream)
            if waits is not None:
                drop_tables(self._con, waits)
