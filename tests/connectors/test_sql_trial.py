"""What every connector promises, asked of databases."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import pytest
from sql_engines import Database, MariaDb, Postgres, Sqlite, connector_of, stream_of

from connectors.core.contract import Connector
from connectors.core.manifest import Manifest, Stream
from connectors.sql.driver import SqlConnector
from connectors.trial import ConnectorTrial, Rows


class SqlTrial(ConnectorTrial):
    """A table whose cursor moves with each row that changes."""

    secrets = ("s3cret-word",)
    elsewhere: ClassVar[str]
    database: Database

    def begin(self) -> None:
        self._rows: Rows = {}
        self._clock = 0

    @property
    def stream(self) -> Stream:
        return stream_of(self.database)

    def connector(self) -> Connector:
        return connector_of(self.database, self.stream)

    def replace(self, rows: Rows) -> None:
        self._clock += 1
        for key in self._rows.keys() - rows.keys():
            self.database.execute(f"delete from items where id = {key}")
        for key in rows:
            if self._rows.get(key) == rows[key]:
                continue
            name, amount = rows[key]
            self.database.execute(f"delete from items where id = {key}")
            self.database.execute(
                f"insert into items values ({key}, '{name}', {amount},"
                f" '2024-03-01 12:00:{self._clock:02}')"
            )
        self._rows = dict(rows)

    def unreachable(self) -> Connector:
        return SqlConnector("shop", self.elsewhere, Manifest(streams=(self.stream,)))


class TestPostgres(SqlTrial):
    elsewhere = "postgresql://reader:s3cret-word@127.0.0.1:1/shop"

    @pytest.fixture(autouse=True)
    def _database(self, dsn: str) -> None:
        self.database = Postgres(dsn)

    def refused(self) -> Connector:
        self.database.execute("drop role if exists stranger")
        self.database.execute("create role stranger login password 's3cret-word'")
        address = self.database.dsn.replace("user=owner", "user=stranger")
        return SqlConnector("shop", address, Manifest(streams=(self.stream,)))


class TestMariaDb(SqlTrial):
    elsewhere = "mysql://reader:s3cret-word@127.0.0.1:1/shop"

    @pytest.fixture(autouse=True)
    def _database(self, request: pytest.FixtureRequest) -> None:
        self.database = MariaDb(request.getfixturevalue("mariadb_server"))

    def refused(self) -> Connector:
        address = self.database.dsn.replace("reader:s3cret-word", "reader:s3cret-word-no")
        return SqlConnector("shop", address, Manifest(streams=(self.stream,)))


class TestSqlite(SqlTrial):
    elsewhere = "sqlite:////nowhere/shop.db"
    widest = "12345678901234.56"  # of more digits a floating number, as SQLite has, is not sure

    @pytest.fixture(autouse=True)
    def _database(self, tmp_path: Path) -> None:
        self.database = Sqlite(tmp_path / "shop.db")
