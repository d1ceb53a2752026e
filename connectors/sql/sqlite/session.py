"""An SQLite file, opened only to be read, in one transaction."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import duckdb

from affluent.errors import SourceError
from connectors.core.contract import Event, State
from connectors.core.manifest import Manifest, Stream
from connectors.sql.address import CONNECT_SECONDS, Address
from connectors.sql.session import Column, Shape
from connectors.sql.sqlite.dialect import SqliteDialect, column_of
from connectors.sql.sqlite.exact import DecimalSum, arrow_column, exact_total, is_decimal
from connectors.sql.typing_rows import engine, typed

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_AT_ONCE = 50_000
STEPS_BETWEEN_LOOKS = 100_000  # of SQLite's machine: under 10 ms


class SqliteSession:
    """One connection; no statement of its own can write."""

    errors: tuple[type[Exception], ...] = (sqlite3.Error, duckdb.Error)
    remarks: tuple[str, ...] = ()

    def __init__(
        self, con: sqlite3.Connection, typing: duckdb.DuckDBPyConnection, seconds: int
    ) -> None:
        self.dialect = SqliteDialect()
        self._con = con
        self._typing = typing
        self._seconds = seconds
        self._until = 0.0
        con.set_progress_handler(self._is_late, STEPS_BETWEEN_LOOKS)

    def begin(self) -> None:
        self._con.execute("begin")
        self.one("select count(*) from sqlite_master")  # BEGIN alone takes no snapshot

    def abandon(self) -> None:
        with suppress(sqlite3.Error):
            self._con.execute("rollback")

    def shape(self, stream: Stream) -> dict[str, Column]:
        found = self._run(f"select * from {self.dialect.base(stream)} as base limit 0").description
        types = self._types(stream)
        return {
            row[0]: column_of(
                row[0], types.get(row[0], ""), stream.columns.get(row[0]), stream.time_zone
            )
            for row in found
        }

    def tables(self, query: str, columns: Sequence[Column]) -> Iterator[pa.Table]:
        import pyarrow as pa

        answer = self._run(query)
        is_first = True
        while True:
            rows = self._within_time(answer.fetchmany, ROWS_AT_ONCE)
            if not rows and not is_first:
                return
            values: Any = zip(*rows, strict=True) if rows else [[] for _ in columns]
            arrays = [
                arrow_column(column, each) for column, each in zip(columns, values, strict=True)
            ]
            table = pa.Table.from_arrays(arrays, names=[column.name for column in columns])
            yield typed(self._typing, table, columns)
            is_first = False

    def one(self, query: str) -> tuple[str | None, ...]:
        return self.few(query)[0]

    def few(self, query: str) -> list[tuple[str | None, ...]]:
        answer = self._run(query)
        return list(self._within_time(answer.fetchall))

    def by_horizon(self, stream: Stream, shape: Shape, state: State | None) -> Iterator[Event]:
        del shape, state
        raise SourceError(
            f"Stream '{stream.name}': SQLite tells no transactions.",
            remedy='Use strategy = "watermark", or "snapshot" where no column moves.',
        )

    def _types(self, stream: Stream) -> dict[str, str]:
        """Column → its declared type; a query's are those of a view of it."""
        if stream.table is not None:
            schema, _, table = stream.table.rpartition(".")
            rows = self._con.execute(
                "select name, type from pragma_table_xinfo(?, ?)", [table, schema or None]
            )
            return dict(rows.fetchall())
        # A temporary view is the only thing that tells them. It is not written to the file, which
        # is open only to be read.
        self._con.execute("pragma query_only = 0")
        try:
            self._con.execute(
                f"create temp view shape_of_query as {self.dialect.base(stream)[1:-1]}"
            )
            rows = self._con.execute("select name, type from pragma_table_xinfo('shape_of_query')")
            return dict(rows.fetchall())
        finally:
            self._con.execute("drop view if exists temp.shape_of_query")
            self._con.execute("pragma query_only = 1")

    def _run(self, query: str) -> sqlite3.Cursor:
        cursor: sqlite3.Cursor = self._within_time(self._con.execute, query)
        return cursor

    def _within_time(self, call: Any, *arguments: Any) -> Any:
        self._until = time.monotonic() + self._seconds
        try:
            return call(*arguments)
        except sqlite3.OperationalError as error:
            if str(error) != "interrupted":
                raise
            raise sqlite3.OperationalError(
                f"a statement ran longer than {self._seconds} s and was stopped"
            ) from None

    def _is_late(self) -> int:
        return int(time.monotonic() > self._until)


@contextmanager
def open_session(address: Address, manifest: Manifest) -> Iterator[SqliteSession]:
    """Open a file for the length of the block. Raises sqlite3.Error."""
    con = sqlite3.connect(
        f"file:{quote(address.conninfo)}?mode=ro",
        uri=True,
        timeout=CONNECT_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        con.execute("pragma query_only = 1")
        con.create_function("is_decimal", 3, is_decimal, deterministic=True)
        con.create_function("exact_total", 4, exact_total, deterministic=True)
        con.create_aggregate("decimal_sum", 1, DecimalSum)  # type: ignore[arg-type]
        with engine() as typing:
            session = SqliteSession(con, typing, manifest.timeout_seconds)
            try:
                yield session
            finally:
                session.abandon()
    finally:
        con.close()
