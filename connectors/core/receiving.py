"""Writes what a connector yields into the tables of ``incoming``: rows, keys, deleted keys.

Runs inside the landing's transactions; nothing is admitted here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from affluent.errors import SourceError
from connectors.core.columns import (
    LINE,
    RESERVED,
    extra_expression,
    hash_expression,
    key_expression,
    listed,
    quoted,
)
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
from connectors.core.overlap import rising

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

BATCH = "arrow_batch"


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
    columns: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    rows: int = 0
    has_lines: bool = True
    tables: Tables = field(init=False)
    _lists_anew: bool = field(init=False)

    def __post_init__(self) -> None:
        self.tables = Tables(self.incoming.source, self.incoming.stream)
        self.columns, self.extras = self.incoming.columns, self.incoming.extras
        self.rows = self.incoming.rows_read
        self._lists_anew = self.incoming.has_keys

    def receive(self, events: Iterator[Event]) -> Iterator[Incoming]:
        """Write all events; yield what is to be kept at each ``Resume``, then what waits."""
        for event in events:
            match event:
                case Batch():
                    self._batch(event)
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
        if self.incoming.is_paged and self.incoming.has_keys and self.incoming.has_rows_table:
            self._leave_out(self.tables.keys, unless=True)  # gone while pages were read
        if self.incoming.has_rows_table and not self.stream.key:
            self._number_occurrences()
        yield replace(self._so_far(), status="received")

    def _gone(self, event: Deletes | SnapshotComplete | PartsComplete) -> None:
        """How it is known which rows the source has no more."""
        match event:
            case Deletes(keys):
                self._keys(self.tables.deletes, keys)
                self.incoming = replace(self.incoming, has_deletes=True)
                if self.incoming.is_paged:  # an earlier page may have brought it
                    self._leave_out(self.tables.deletes)
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
        return replace(
            self.incoming,
            rows_read=self.rows,
            columns=self.columns,
            extras=self.extras,
            has_lines=self.has_lines and self.rows > 0,
        )

    def _forget(self) -> None:
        """Take out what was kept of a reading that was cut off."""
        drop_tables(self.con, self.incoming)
        self.columns, self.extras, self.rows, self._lists_anew = (), (), 0, False
        self.incoming = replace(
            self.incoming,
            has_rows_table=False,
            has_keys=False,
            has_deletes=False,
            is_whole=False,
            resume=None,
            highest_key=None,
        )

    def _supersede(self, table: pa.Table) -> None:
        """Take out rows that came before under the keys of a page, which is registered."""
        is_rising, highest = rising(table, self.stream.key, self.incoming.highest_key)
        self.incoming = replace(self.incoming, highest_key=highest)
        if self.incoming.has_rows_table and not is_rising and table.num_rows:
            named = f"select {key_expression(self.stream.key)} from {BATCH}"
            self.con.execute(f"delete from {self.tables.rows} where _key in ({named})")

    def _leave_out(self, named: str, *, unless: bool = False) -> None:
        """Take out of what waits the rows that a table names, or, ``unless``, all others."""
        where = "not in" if unless else "in"
        self.con.execute(
            f"delete from {self.tables.rows} where _key is not null "
            f"and _key {where} (select _key from {named} where _key is not null)"
        )

    def _batch(self, batch: Batch) -> None:
        import pyarrow as pa

        extras = self._shape(batch.table.column_names)
        numbers = batch.lines
        if numbers is None:
            first = batch.first_line if batch.first_line is not None else self.rows + 1
            numbers = range(first, first + batch.table.num_rows)
            self.has_lines = self.has_lines and batch.first_line is not None
        lines = pa.array(numbers, pa.int64())
        self.con.register(BATCH, batch.table.append_column(LINE, lines))
        try:
            if batch.supersedes:
                self._supersede(batch.table)
            verb = f"insert into {self.tables.rows} by name"
            if not self.incoming.has_rows_table:
                verb = f"create table {self.tables.rows} as"
            self.con.execute(f"{verb} select {self._row(extras)} from {BATCH}")
        finally:
            self.con.unregister(BATCH)
        is_paged = self.incoming.is_paged or batch.supersedes
        self.incoming = replace(self.incoming, has_rows_table=True, is_paged=is_paged)
        self.rows += batch.table.num_rows

    def _shape(self, names: list[str]) -> tuple[str, ...]:
        """The columns that this batch keeps in ``_extra``: of files, those that nobody declared.

        Of a table every column lands. One file may have columns that the next one has not.
        """
        seen: set[str] = set()
        for name in names:
            if name.lower() in RESERVED or name.lower() in seen:
                raise SourceError(
                    f"{self.incoming.source}.{self.stream.name}: the source has a column "
                    f"'{name}' that is ours or stands twice.",
                    remedy="Rename it at the source, or select it under another name in query.",
                )
            seen.add(name.lower())
        keeps_extra = self.stream.file is not None
        extras = tuple(n for n in names if keeps_extra and n not in self.stream.columns)
        self.extras = tuple(dict.fromkeys([*self.extras, *extras]))
        if not self.incoming.has_rows_table:
            self.columns = tuple(n for n in names if n not in extras)
        return extras

    def _row(self, extras: tuple[str, ...]) -> str:
        named = [quoted(name) for name in self.columns]
        content = hash_expression([*self.columns, *extras])
        missing = [name for name in self.stream.key if name not in self.columns]
        key = "cast(null as varchar)"
        if self.stream.key and not missing:
            key = key_expression(self.stream.key)
        return ", ".join(
            [
                *named,
                f"{extra_expression(extras)} as _extra",
                f"{key} as _key",
                f"{content} as _hash",
                LINE,
            ]
        )

    def _keys(self, table: str, keys: Any) -> None:
        self.con.register(BATCH, keys)
        try:
            self.con.execute(f"create table if not exists {table} (_key varchar)")
            self.con.execute(
                f"insert into {table} select {key_expression(self.stream.key)} "
                f"from (select {listed(self.stream.key)} from {BATCH})"
            )
        finally:
            self.con.unregister(BATCH)

    def _number_occurrences(self) -> None:
        """Without a key, the content is the key; the same content twice is two rows."""
        rows = self.tables.rows
        self.con.execute(
            f"update {rows} as target set _key = numbered._hash || '#' || numbered.occurrence "
            f"from (select rowid as row_number, _hash, row_number() over "
            f"(partition by _hash order by {LINE}) as occurrence from {rows}) as numbered "
            "where target.rowid = numbered.row_number"
        )
