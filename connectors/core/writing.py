"""Writes the rows of a reading into their table of ``incoming``, each with its key and its hash.

A batch is written by a thread of its own while the source is asked for the next one: the database
sends, what came becomes Arrow, and what came before is compressed, all at the same time. A page is
written at once, as its place is committed with it.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from affluent.errors import SourceError
from connectors.core import memory
from connectors.core.admission import column_types
from connectors.core.columns import (
    LINE,
    RESERVED,
    extra_expression,
    hash_expression,
    key_expression,
    key_type_of,
    quoted,
)
from connectors.core.overlap import rising

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

    from connectors.core.contract import Batch
    from connectors.core.ledger import Incoming
    from connectors.core.manifest import Stream
    from connectors.core.merge import Tables

BATCH = "arrow_batch"


@dataclass
class RowsWriter:
    """The rows of one reading of one stream, which may go on with what was kept of it."""

    con: DuckDBPyConnection
    stream: Stream
    incoming: Incoming
    tables: Tables
    columns: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    count: int = 0
    key_type: str = ""
    highest_key: int | None = None
    has_table: bool = False
    has_lines: bool = True
    is_paged: bool = False
    _thread: ThreadPoolExecutor | None = field(default=None, init=False)
    _pending: Future[None] | None = field(default=None, init=False)
    _is_bound: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        kept = self.incoming
        self.columns, self.extras, self.count = kept.columns, kept.extras, kept.rows_read
        self.key_type, self.highest_key = kept.key_type, kept.highest_key
        self.has_table, self.is_paged = kept.has_rows_table, kept.is_paged

    def write(self, batch: Batch) -> None:
        """Write a batch, or begin to; what went wrong with the one before is raised here."""
        import pyarrow as pa

        self.wait()
        table = batch.table
        if not self._is_bound:
            memory.bound(self.con, table.num_columns, at_least=memory.WHILE_WRITING)
            self._is_bound = True
        statement = self._statement(table)
        if batch.lines is not None:
            numbers = pa.array(batch.lines, pa.int64())
        else:
            first = batch.first_line if batch.first_line is not None else self.count + 1
            numbers = pa.arange(first, first + table.num_rows)
            self.has_lines = self.has_lines and batch.first_line is not None
        lined = table.append_column(LINE, numbers)
        if batch.supersedes:
            self._insert(lined, statement, self._superseded(table))
            self.is_paged = True
        else:
            self._thread = self._thread or ThreadPoolExecutor(1, "landing")
            self._pending = self._thread.submit(self._insert, lined, statement)
        self.has_table = True
        self.count += table.num_rows

    def wait(self) -> None:
        """Until what was begun is written. Raises what went wrong with it."""
        pending, self._pending = self._pending, None
        if pending is not None:
            pending.result()

    def close(self) -> None:
        """End the thread; what it writes may be rolled back from then on."""
        if self._thread is not None:
            self._thread.shutdown()

    def end(self) -> None:
        """All is written: what follows compares, and may keep more."""
        if self._is_bound:
            memory.bound(self.con, len(self.columns))

    def begin_anew(self) -> None:
        """Its table was taken out: of what was kept of a reading that was cut off, nothing is."""
        self.columns, self.extras, self.count = (), (), 0
        self.key_type, self.highest_key, self.has_table = "", None, False

    def decide_key_type(self, table: pa.Table) -> str:
        """The type of ``_key``: that of what has landed, or else by the first rows or keys."""
        if not self.key_type and not self.incoming.is_anew:
            self.key_type = column_types(self.con, self.tables.raw).get("_key", "")
        if not self.key_type:
            self.key_type = key_type_of(table, self.stream.key)
        return self.key_type

    def leave_out(self, named: str, *, unless: bool = False) -> None:
        """Take out of what waits the rows that a table names, or, ``unless``, all others."""
        where = "not in" if unless else "in"
        self.con.execute(
            f"delete from {self.tables.rows} where _key is not null "
            f"and _key {where} (select _key from {named} where _key is not null)"
        )

    def number_occurrences(self) -> None:
        """Without a key, the content is the key; the same content twice is two rows."""
        rows = self.tables.rows
        self.con.execute(
            f"update {rows} as target set _key = "
            "cast(numbered._hash as varchar) || '#' || numbered.occurrence "
            f"from (select rowid as row_number, _hash, row_number() over "
            f"(partition by _hash order by {LINE}) as occurrence from {rows}) as numbered "
            "where target.rowid = numbered.row_number"
        )

    def _insert(self, arrow_batch: pa.Table, *statements: str) -> None:  # noqa: ARG002
        """DuckDB finds ``arrow_batch`` by its name, in this frame.

        Registered as a view, each batch would stay in memory until the transaction ends.
        """
        for statement in reversed(statements):
            if statement:
                self.con.execute(statement)

    def _superseded(self, table: pa.Table) -> str:
        """Takes out rows that came before under the keys of a page; nothing while keys rise."""
        is_rising, self.highest_key = rising(table, self.stream.key, self.highest_key)
        if not self.has_table or is_rising or not table.num_rows:
            return ""
        key = key_expression(self.stream.key, self.key_type)
        return f"delete from {self.tables.rows} where _key in (select {key} from {BATCH})"

    def _statement(self, table: pa.Table) -> str:
        """Puts a batch into the table, which the first one makes."""
        extras = self._shape(table.column_names)
        key_type = self.decide_key_type(table)
        missing = [name for name in self.stream.key if name not in self.columns]
        key = f"cast(null as {key_type})"
        if self.stream.key and not missing:
            key = key_expression(self.stream.key, key_type)
        row = ", ".join(
            [
                *(quoted(name) for name in self.columns),
                f"{extra_expression(extras)} as _extra",
                f"{key} as _key",
                f"{hash_expression([*self.columns, *extras])} as _hash",
                LINE,
            ]
        )
        verb = f"insert into {self.tables.rows} by name"
        if not self.has_table:
            verb = f"create table {self.tables.rows} as"
        return f"{verb} select {row} from {BATCH}"

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
        if not self.has_table:
            self.columns = tuple(n for n in names if n not in extras)
        return extras
