"""A SQL Server: one connection, one SNAPSHOT transaction that is always rolled back.

T-SQL has no session that can only read: the login's rights must say so (``docs/sources/sql.md``).
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import duckdb

from affluent.errors import ConfigError, SourceError
from connectors.core.contract import Event, State
from connectors.core.manifest import Manifest, Stream
from connectors.sql.address import CONNECT_SECONDS, Address
from connectors.sql.session import ROWS_A_BATCH, Column, Shape
from connectors.sql.sqlserver.dialect import SqlServerDialect, column_of
from connectors.sql.typing_rows import engine, typed

if TYPE_CHECKING:
    import pyarrow as pa

ALLOWS_SNAPSHOT = (
    "select convert(varchar(5), snapshot_isolation_state) from sys.databases "
    "where database_id = db_id()"
)
FIRST_ACTIVE = "select convert(varchar(20), cast(min_active_rowversion() as bigint))"
NO_SNAPSHOT = (
    "the database does not allow snapshot isolation: rows, totals and other streams may be of "
    "different moments. ALTER DATABASE … SET ALLOW_SNAPSHOT_ISOLATION ON gives them one"
)


class SqlServerSession:
    """One connection; ``remarks`` says what it lacks."""

    def __init__(self, con: Any, error: type[Exception], typing: duckdb.DuckDBPyConnection) -> None:
        self.dialect = SqlServerDialect()
        self.errors: tuple[type[Exception], ...] = (error, duckdb.Error)
        self.remarks: tuple[str, ...] = ()
        self._con = con
        self._typing = typing

    def begin(self) -> None:
        """The lowest open rowversion is asked before the snapshot: later it could pass a row."""
        self.abandon()
        self._run("set lock_timeout 10000")
        self.dialect.first_active = int(self.one(FIRST_ACTIVE)[0] or 0)
        is_allowed = self.one(ALLOWS_SNAPSHOT)[0] == "1"
        self.remarks = () if is_allowed else (NO_SNAPSHOT,)
        self.abandon()
        level = "snapshot" if is_allowed else "read committed"
        self._run(f"set transaction isolation level {level}")

    def abandon(self) -> None:
        with suppress(*self.errors):
            self._con.rollback()

    def shape(self, stream: Stream) -> dict[str, Column]:
        query = f"select * from {self.dialect.base(stream)} as base"
        rows = self.few(
            "select name, system_type_name, error_message "
            f"from sys.dm_exec_describe_first_result_set({self.dialect.literal(query)}, null, 0) "
            "order by column_ordinal"
        )
        for _, system_type, message in rows:
            if system_type is None and message is not None:
                raise SourceError(
                    f"Stream '{stream.name}': {message}",
                    remedy="Correct table or query in the manifest; the user must have SELECT on "
                    "it. A query stands in a FROM: no WITH before it, no ORDER BY without TOP.",
                )
        return {
            str(name): column_of(str(name), str(kind), stream.time_zone) for name, kind, _ in rows
        }

    def tables(self, query: str, columns: Sequence[Column]) -> Iterator[pa.Table]:
        import pyarrow as pa

        reader = self._run(query).arrow_reader(ROWS_A_BATCH)
        is_first = True
        for batch in reader:
            yield typed(self._typing, pa.Table.from_batches([batch]), columns)
            is_first = False
        if is_first:
            yield typed(self._typing, reader.schema.empty_table(), columns)

    def one(self, query: str) -> tuple[str | None, ...]:
        return self.few(query)[0]

    def few(self, query: str) -> list[tuple[str | None, ...]]:
        return [tuple(row) for row in self._run(query).fetchall()]

    def by_horizon(self, stream: Stream, shape: Shape, state: State | None) -> Iterator[Event]:
        del shape, state
        raise SourceError(
            f"Stream '{stream.name}': SQL Server does not tell the transaction of a row.",
            remedy='Use strategy = "watermark", best with a rowversion column as cursor.',
        )

    def _run(self, query: str) -> Any:
        cursor = self._con.cursor()
        cursor.execute(query)
        return cursor


@contextmanager
def open_session(address: Address, manifest: Manifest) -> Iterator[SqlServerSession]:
    """Connect for the length of the block. Raises ConfigError where the driver is missing."""
    try:
        driver: Any = importlib.import_module("mssql_python")
    except ImportError as error:
        raise ConfigError(
            f"SQL Server is read through mssql-python, which cannot be imported: {error}",
            remedy="Install it: uv pip install 'affluent[sqlserver]'.",
        ) from error
    driver.pooling(enabled=False)  # a pool would keep the connection open after us
    con = driver.connect(connection_string(address), autocommit=False, timeout=CONNECT_SECONDS)
    try:
        con.timeout = manifest.timeout_seconds
        with engine() as typing:
            session = SqlServerSession(con, driver.Error, typing)
            try:
                yield session
            finally:
                session.abandon()
    finally:
        con.close()


def connection_string(address: Address) -> str:
    """What the driver understands; a replica that may be read answers if there is one."""
    parts = address.parts
    values = {
        "Server": f"{parts['host']},{parts['port']}",
        "Database": parts["database"],
        "UID": parts["user"],
        "PWD": parts["password"],
        "Encrypt": parts.get("encrypt", "yes"),
        "TrustServerCertificate": parts.get("trust_server_certificate", "no"),
        "ApplicationIntent": "ReadOnly",
    }
    return "".join(f"{key}={_braced(value)};" for key, value in values.items())


def _braced(value: str) -> str:
    """A value as it stands, whatever signs it has."""
    return "{" + value.replace("}", "}}") + "}"
