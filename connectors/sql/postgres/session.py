"""A PostgreSQL attached to DuckDB's engine in memory, read only, over one connection.

The scanner opens the transaction REPEATABLE READ and READ ONLY on one connection, and
``postgres_query`` stays on it until the end.
"""

from __future__ import annotations

import importlib.resources
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any

import duckdb

from connectors.core.columns import literal
from connectors.core.contract import Event, State
from connectors.core.manifest import Manifest, Stream
from connectors.sql.address import Address
from connectors.sql.postgres.dialect import PostgresDialect, column_of
from connectors.sql.postgres.horizon import Horizon, horizon_of, read_by_horizon
from connectors.sql.session import ROWS_A_BATCH, Column, Shape
from connectors.sql.typing_rows import projection

if TYPE_CHECKING:
    import pyarrow as pa

# Whatever the server, database or user says otherwise: texts of dates, intervals and bytes are the
# same everywhere, and nothing runs longer than it may. They end with the transaction.
SETTINGS = {
    "DateStyle": "ISO, YMD",
    "IntervalStyle": "postgres",
    "TimeZone": "UTC",
    "bytea_output": "hex",
    "extra_float_digits": "1",
    "application_name": "affluent",
}
_numbers = count(1)


class PostgresSession:
    """A source attached to the engine; what is asked between begin and abandon is one snapshot."""

    errors: tuple[type[Exception], ...] = (duckdb.Error,)
    remarks: tuple[str, ...] = ()

    def __init__(self, con: duckdb.DuckDBPyConnection, name: str, manifest: Manifest) -> None:
        self.dialect = PostgresDialect()
        self._con = con
        self._name = name
        self._manifest = manifest
        self._horizon: Horizon | None = None

    def begin(self) -> None:
        self._con.execute("begin transaction")
        settings = {**SETTINGS, "statement_timeout": f"{self._manifest.timeout_seconds}s"}
        calls = (
            f"set_config({literal(name)}, {literal(value)}, true) as {name}"
            for name, value in settings.items()
        )
        self.one(f"select {', '.join(calls)}")

    def abandon(self) -> None:
        self._horizon = None
        with suppress(duckdb.Error):
            self._con.execute("rollback")

    def ask(self, query: str) -> duckdb.DuckDBPyConnection:
        """The answer of PostgreSQL to a query in its own words."""
        return self._con.execute(f"select * from {self._call(query)}")

    def one(self, query: str) -> tuple[str | None, ...]:
        return self.ask(query).fetchone() or ()

    def few(self, query: str) -> list[tuple[str | None, ...]]:
        return self.ask(query).fetchall()

    def shape(self, stream: Stream) -> dict[str, Column]:
        call = self._call(f"select * from {self.dialect.base(stream)} as base limit 0")
        rows = self._con.execute(f"describe select * from {call}").fetchall()
        return {row[0]: column_of(row[0], str(row[1]), stream.time_zone) for row in rows}

    def tables(self, query: str, columns: Sequence[Column]) -> Iterator[pa.Table]:
        import pyarrow as pa

        call = self._call(query)
        chosen = projection(columns)
        reader: Any = self._con.execute(f"select {chosen} from {call}").to_arrow_reader(
            ROWS_A_BATCH
        )
        is_first = True
        for record_batch in reader:
            yield pa.Table.from_batches([record_batch])
            is_first = False
        if is_first:
            yield reader.schema.empty_table()

    def by_horizon(self, stream: Stream, shape: Shape, state: State | None) -> Iterator[Event]:
        if self._horizon is None:
            self._horizon = horizon_of(self)
        return read_by_horizon(
            self, self._horizon, stream, shape, state, tombstones=self._manifest.tombstones
        )

    def _call(self, query: str) -> str:
        return f"postgres_query({literal(self._name)}, {literal(query)})"


@contextmanager
def open_session(address: Address, manifest: Manifest) -> Iterator[PostgresSession]:
    """Attach a database, read only, for the length of the block. Raises duckdb.Error."""
    con = _engine().cursor()
    name = f"source_{next(_numbers)}"
    try:
        con.execute("set TimeZone = 'UTC'")
        con.execute(f"attach {literal(address.conninfo)} as {name} (type postgres, read_only)")
        session = PostgresSession(con, name, manifest)
        try:
            yield session
        finally:
            session.abandon()  # of a reading that did not end
            con.execute(f"detach {name}")
    finally:
        con.close()


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    """One engine in memory for the process, with the scanner from its wheel.

    ``INSTALL`` would download it; to load it takes 0.15 s, most of it the signature's check.
    """
    folder = importlib.resources.files("duckdb_extension_postgres_scanner") / "extensions"
    scanner = folder / f"v{duckdb.__version__}" / "postgres_scanner.duckdb_extension"
    con = duckdb.connect()
    con.execute(f"load {literal(str(scanner))}")
    return con
