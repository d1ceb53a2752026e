"""Takes what a connector yields: rows to their writer, keys and deleted keys into their tables.

Runs inside the landing's transactions; nothing is admitted here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from connectors.core.columns import key_expression
from connectors.core.contract import (
    Afresh,
    Batch,
    Checkpoint,
    ControlTotals,
    Deletes,
    Event,
    Note,
    Objections,
    PartsComplete,
    Resume,
    SnapshotComplete,
)
from connectors.core.ledger import Incoming
from connectors.core.manifest import Stream
from connectors.core.merge import Tables
from connectors.core.suppression import SuppressionList
from connectors.core.writing import BATCH, RowsWriter

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection


def drop_tables(con: DuckDBPyConnection, waits: Incoming) -> None:
    """Take out the tables of a batch that waits no more."""
    tables = Tables(waits.source, waits.stream)
    for table, is_there in (
        (tables.rows, waits.has_rows_table),
        (tables.keys, waits.has_keys),
        (tables.deletes, waits.has_deletes),
    ):
        if is_there:
            con.execute(f"drop table if exists {table}")


@dataclass
class Receiver:
    """The reception of one reading of one stream, which may go on with what was kept of it."""

    con: DuckDBPyConnection
    stream: Stream
    incoming: Incoming
    suppressed: SuppressionList = field(default_factory=SuppressionList)
    tables: Tables = field(init=False)
    _rows: RowsWriter = field(init=False)
    _lists_anew: bool = field(init=False)

    def __post_init__(self) -> None:
        self.tables = Tables(self.incoming.source, self.incoming.stream)
        self._rows = RowsWriter(self.con, self.stream, self.incoming, self.tables)
        self._lists_anew = self.incoming.has_keys

    def receive(self, events: Iterator[Event]) -> Iterator[Incoming]:
        """Write all events; yield what is to be kept at each ``Resume``, then what waits."""
        try:
            for event in events:
                if isinstance(event, Batch):
                    self._rows.write(self._allowed(event))
                    continue
                self._rows.wait()
                match event:
                    case Deletes() | SnapshotComplete() | PartsComplete():
                        self._gone(event)
                    case Resume(state, at_once):
                        self.incoming = replace(self.incoming, resume=dict(state))
                        if at_once:
                            yield replace(self._so_far(), status="reading")
                    case Afresh():
                        self._forget()
                    case _:
                        self._word(event)
            self._rows.wait()
        finally:
            self._rows.close()
        self._rows.end()
        if self._rows.has_table:
            if self._rows.is_paged and self.incoming.has_keys:
                self._rows.leave_out(self.tables.keys, unless=True)  # gone while pages were read
            if not self.stream.key:
                self._rows.number_occurrences()
        yield replace(self._so_far(), status="received")

    def _gone(self, event: Deletes | SnapshotComplete | PartsComplete) -> None:
        """How it is known which rows the source has no more."""
        match event:
            case Deletes(keys):
                self._keys(self.tables.deletes, keys)
                self.incoming = replace(self.incoming, has_deletes=True)
                if self._rows.is_paged and self._rows.has_table:
                    self._rows.leave_out(self.tables.deletes)  # an earlier page may have brought it
            case SnapshotComplete(None):
                self.incoming = replace(self.incoming, is_whole=True)
            case SnapshotComplete(keys):
                if self._lists_anew:
                    self.con.execute(f"drop table {self.tables.keys}")
                    self._lists_anew = False
                self._keys(self.tables.keys, keys)
                self.incoming = replace(self.incoming, has_keys=True)
            case PartsComplete(names):
                self.incoming = replace(self.incoming, parts=names)

    def _word(self, event: Event) -> None:
        """What is said of the rows, beside them."""
        match event:
            case Checkpoint(state):
                self.incoming = replace(self.incoming, state=dict(state))
            case ControlTotals(rows, sums):
                texts = {name: str(Decimal(value)) for name, value in sums.items()}
                self.incoming = replace(self.incoming, control_rows=rows, control_sums=texts)
            case Objections(reasons, remedy):
                self.incoming = replace(self.incoming, objections=reasons, remedy=remedy)
            case Note(text):
                if text not in self.incoming.notes:
                    notes = (*self.incoming.notes, text)
                    self.incoming = replace(self.incoming, notes=notes)

    def _so_far(self) -> Incoming:
        rows = self._rows
        return replace(
            self.incoming,
            rows_read=rows.count,
            columns=rows.columns,
            extras=rows.extras,
            key_type=rows.key_type,
            highest_key=rows.highest_key,
            has_rows_table=rows.has_table,
            has_lines=rows.has_lines and rows.count > 0,
            is_paged=rows.is_paged,
        )

    def _forget(self) -> None:
        """Take out what was kept of a reading that was cut off."""
        drop_tables(self.con, self._so_far())
        self._rows.begin_anew()
        self._lists_anew = False
        self.incoming = replace(
            self.incoming, has_keys=False, has_deletes=False, is_whole=False, resume=None
        )

    def _allowed(self, batch: Batch) -> Batch:
        """The batch without what names somebody who asked to be forgotten."""
        return replace(batch, table=self.suppressed.applied(batch.table))

    def _keys(self, table: str, keys: pa.Table) -> None:
        kind = self._rows.decide_key_type(keys)
        named = self.suppressed.applied(keys.select(list(self.stream.key)))
        self.con.register(BATCH, named)
        try:
            self.con.execute(f"create table if not exists {table} (_key {kind})")
            key = key_expression(self.stream.key, kind)
            self.con.execute(f"insert into {table} select {key} from {BATCH}")
        finally:
            self.con.unregister(BATCH)
