"""A MySQL or MariaDB: one connection that may only read, in one consistent snapshot.

DuckDB's scanner is not used: ``mysql_query`` runs outside of any transaction (on a connection that
is reset before each query), a 30 February ends the reading with an error, and decimals of more than
38 digits, as well as decimal(18, 0), land in another type.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import duckdb
import pymysql
from pymysql.cursors import SSCursor

from affluent.errors import SourceError
from connectors.core.contract import Event, State
from connectors.core.manifest import Manifest, Stream
from connectors.sql.address import CONNECT_SECONDS, Address
from connectors.sql.mysql.dialect import Field, MysqlDialect, column_of
from connectors.sql.session import ROWS_A_BATCH, Column, Shape
from connectors.sql.typing_rows import engine, typed

if TYPE_CHECKING:
    import pyarrow as pa

SNAPSHOT = (
    "set session time_zone = '+00:00', net_write_timeout = 600",
    "set session transaction isolation level repeatable read",
    "set session transaction read only",
    "start transaction with consistent snapshot, read only",
)
# How long a statement may run: MariaDB counts seconds, MySQL thousandths, for what selects.
TIMEOUTS = ("set session max_statement_time = {0}", "set session max_execution_time = {0}000")


class MysqlSession:
    """One connection; another one in its place after a failure."""

    errors: tuple[type[Exception], ...] = (pymysql.Error, OSError, duckdb.Error)
    remarks: tuple[str, ...] = ()

    def __init__(self, address: Address, typing: duckdb.DuckDBPyConnection, seconds: int) -> None:
        self.dialect = MysqlDialect()
        self._address = address
        self._typing = typing
        self._seconds = seconds
        self._con = _connected(address, seconds)

    def begin(self) -> None:
        if not self._con.open:
            self._con = _connected(self._address, self._seconds)
        is_mariadb = "mariadb" in str(self.one("select version()")[0]).lower()
        for statement in (TIMEOUTS[0 if is_mariadb else 1].format(self._seconds), *SNAPSHOT):
            self._con.query(statement)

    def abandon(self) -> None:
        """Close the line: rows still under way would have to be read to its end otherwise."""
        with suppress(pymysql.Error, OSError):
            self._con._force_close()

    def shape(self, stream: Stream) -> dict[str, Column]:
        with self._con.cursor() as cursor:
            cursor.execute(f"select * from {self.dialect.base(stream)} as base limit 0")
            fields = [_field(each) for each in cursor._result.fields]
        return {
            field.name: column_of(field, stream.columns.get(field.name), stream.time_zone)
            for field in fields
        }

    def tables(self, query: str, columns: Sequence[Column]) -> Iterator[pa.Table]:
        with self._con.cursor(SSCursor) as cursor:
            cursor.execute(query)
            is_first = True
            while True:
                rows = cursor.fetchmany(ROWS_A_BATCH)
                if not rows and not is_first:
                    return
                lines = [row[0] for row in rows]
                if None in lines:
                    raise pymysql.DataError(0, "a row is longer than max_allowed_packet")
                yield typed(self._typing, _parsed(lines, columns), columns)
                is_first = False

    def one(self, query: str) -> tuple[str | None, ...]:
        return self.few(query)[0]

    def few(self, query: str) -> list[tuple[str | None, ...]]:
        with self._con.cursor() as cursor:
            cursor.execute(query)
            return list(cursor.fetchall())

    def by_horizon(self, stream: Stream, shape: Shape, state: State | None) -> Iterator[Event]:
        del shape, state
        raise SourceError(
            f"Stream '{stream.name}': MySQL does not tell the transaction of a row.",
            remedy='Use strategy = "watermark", or "snapshot" where no column moves.',
        )


@contextmanager
def open_session(address: Address, manifest: Manifest) -> Iterator[MysqlSession]:
    """Connect for the length of the block. Raises pymysql.Error."""
    with engine() as typing:
        session = MysqlSession(address, typing, manifest.timeout_seconds)
        try:
            yield session
        finally:
            session.abandon()


def _connected(address: Address, seconds: int) -> Any:
    parts = address.parts
    secure: dict[str, Any] = {}  # without a word of it: TLS if the server has it, not verified
    if "ssl_ca" in parts or parts.get("ssl", "").lower() in {"1", "true", "yes"}:
        secure = {"ssl": ssl.create_default_context(cafile=parts.get("ssl_ca"))}
    return pymysql.connect(
        host=parts["host"],
        port=int(parts["port"]),
        unix_socket=parts.get("unix_socket"),
        user=parts["user"],
        password=parts["password"],
        database=parts["database"],
        charset="utf8mb4",
        autocommit=True,
        connect_timeout=CONNECT_SECONDS,
        read_timeout=seconds + CONNECT_SECONDS,  # of a server that went away in the middle
        **secure,
    )


def _field(field: Any) -> Field:
    return Field(
        field.name, field.type_code, field.flags, field.length, field.scale, field.charsetnr
    )


def _parsed(lines: list[bytes], columns: Sequence[Column]) -> pa.Table:
    """Lines of CSV as Arrow: integers as such, all else in letters."""
    import pyarrow as pa
    from pyarrow import csv

    names = [column.name for column in columns]
    kinds = {
        column.name: pa.int64() if column.kind in {"integer", "boolean"} else pa.string()
        for column in columns
    }
    if not lines:
        return pa.schema([(name, kinds[name]) for name in names]).empty_table()
    data = b"\n".join(lines) + b"\n"
    return csv.read_csv(
        pa.BufferReader(data),
        read_options=csv.ReadOptions(column_names=names, use_threads=False, block_size=len(data)),
        parse_options=csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
        convert_options=csv.ConvertOptions(
            column_types=kinds,
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )
