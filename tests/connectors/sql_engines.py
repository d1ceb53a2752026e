"""The engines that are read alike: what tests need of each, to write to it from outside."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import embedded_mariadb
import psycopg

from connectors.core.contract import Batch
from connectors.core.extract import extract
from connectors.core.landing import Landing
from connectors.core.ledger import StreamResult
from connectors.core.manifest import Manifest, Stream
from connectors.sql.driver import SqlConnector

COLUMNS = {
    "id": "integer",
    "name": "text",
    "amount": "decimal(18,2)",
    "updated_at": "timestamp",
}


class Database(Protocol):
    """A database with a table ``items``, and its address."""

    engine: str
    dsn: str
    table: str
    items: str
    """What makes that table."""
    slow: str
    """A query that takes seconds."""

    def execute(self, statement: str) -> list[Any]:
        """Run and commit."""

    def close(self) -> None:
        """Let go of it."""

    def open_transaction(self) -> Any:
        """A second connection, whose statements wait for ``commit()``."""

    def connections(self) -> int:
        """How many connections of the reader are open now."""


class Postgres:
    engine = "postgresql"
    table = "public.items"
    items = (
        "create table items (id bigint primary key, name text, amount numeric(18, 2),"
        " updated_at timestamptz(6))"
    )
    slow = "select 1 as id, pg_sleep(5)::text as name"

    def __init__(self, dsn: str) -> None:
        self.dsn = dsn
        self._con = psycopg.connect(dsn, autocommit=True)
        self.execute("set time zone 'UTC'")
        self.execute(self.items)

    def execute(self, statement: str) -> list[Any]:
        cursor = self._con.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []

    def close(self) -> None:
        self._con.close()

    @contextmanager
    def open_transaction(self) -> Iterator[Any]:
        with psycopg.connect(self.dsn) as connection:
            connection.execute("set time zone 'UTC'")
            yield connection

    def connections(self) -> int:
        query = (
            "select count(*) from pg_stat_activity where datname = current_database()"
            " and pid <> pg_backend_pid()"
        )
        return int(self.execute(query)[0][0])


class MariaDb:
    engine = "mysql"
    table = "items"
    items = (
        "create table items (id bigint primary key, name text, amount decimal(18, 2),"
        " updated_at timestamp(6) null)"
    )
    slow = "select 1 as id, cast(sleep(5) as char) as name"

    def __init__(self, server: embedded_mariadb.Server) -> None:
        self._name = server.database()
        self.dsn = server.address(self._name)
        self._server = server
        self._con = server.root(self._name)
        self.execute("set time_zone = '+00:00'")
        self.execute(self.items)

    def execute(self, statement: str) -> list[Any]:
        with self._con.cursor() as cursor:
            cursor.execute(statement)
            return list(cursor.fetchall())

    def close(self) -> None:
        self._con.close()

    @contextmanager
    def open_transaction(self) -> Iterator[Any]:
        connection = self._server.root(self._name)
        connection.autocommit(False)
        with connection.cursor() as cursor:
            cursor.execute("set time_zone = '+00:00'")
            cursor.commit = connection.commit
            yield cursor
        connection.close()

    def connections(self) -> int:
        query = (
            "select count(*) from information_schema.processlist"
            f" where user = '{embedded_mariadb.USER}'"
        )
        return int(self.execute(query)[0][0])


class Sqlite:
    engine = "sqlite"
    table = "items"
    items = (
        "create table items (id integer primary key, name text, amount decimal(18, 2),"
        " updated_at datetime)"
    )
    slow = (
        "with recursive n(id) as (select 1 union all select id + 1 from n where id < 100000000)"
        " select max(id) as id, 'x' as name from n"
    )

    def __init__(self, path: Path) -> None:
        self._path = path
        self.dsn = f"sqlite:///{path}"
        self._con = sqlite3.connect(path, isolation_level=None)
        # As most applications do that somebody else reads: a reader does not stop a writer.
        self.execute("pragma journal_mode = wal")
        self.execute(self.items)

    def execute(self, statement: str) -> list[Any]:
        return self._con.execute(statement).fetchall()

    def close(self) -> None:
        self._con.close()

    @contextmanager
    def open_transaction(self) -> Iterator[Any]:
        connection = sqlite3.connect(self._path)
        yield connection
        connection.close()

    def connections(self) -> int:
        """Those that hold the file open: of this process all, less our own."""
        paths = [Path(f"/proc/self/fd/{name}") for name in range(256)]
        files = [path for path in paths if path.is_symlink()]
        return sum(path.readlink() == self._path for path in files) - 1


def stream_of(database: Database, **overrides: Any) -> Stream:
    """The items, read by their cursor."""
    fields = {
        "name": "items",
        "table": database.table,
        "key": ["id"],
        "strategy": "watermark",
        "cursor": "updated_at",
        "control": ["amount"],
        "allow_empty": True,
        "columns": COLUMNS,
    }
    if overrides.get("query"):
        overrides["table"] = None
    return Stream.model_validate({**fields, **overrides})


def connector_of(database: Database, *streams: Stream, **fields: Any) -> SqlConnector:
    return SqlConnector("shop", database.dsn, Manifest(streams=streams, **fields))


def sync(
    database: Database, landing: Landing, stream: Stream | None = None, check: Any = None
) -> StreamResult:
    """One reading, landed."""
    from connector_fakes import let_pass

    stream = stream or stream_of(database)
    return extract(connector_of(database, stream), stream, landing, check or let_pass)


def rows_read(events: Any) -> int:
    return sum(event.table.num_rows for event in events if isinstance(event, Batch))
