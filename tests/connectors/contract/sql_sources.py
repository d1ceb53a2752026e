"""The engines under the faults of databases: a table of items, read by its cursor."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import Any

from sql_engines import Database, MariaDb, Postgres, Sqlite, stream_of

from connectors.core.contract import Connector
from connectors.core.landing import Landing
from connectors.core.manifest import Manifest, Stream
from connectors.sql.driver import SqlConnector
from tests.connectors.contract.harness import Rows
from tests.connectors.contract.local_faults import Local, LocalFault

FIVE: Rows = {number: (f"item {number} é", f"{number}.10") for number in range(1, 6)}

FAULTS = (
    LocalFault("wrong host, or the database is down", "be_elsewhere", "fails"),
    LocalFault("wrong password", "refuse_password", "fails"),
    LocalFault("the database has another name", "be_named_otherwise", "fails"),
    LocalFault("its user may not read the table", "forbid", "fails"),
    LocalFault("table gone", "drop_table", "fails"),
    LocalFault("table locked longer than a statement may run", "lock", "fails"),
    LocalFault("connection lost in the middle", "cut_off", "fails", is_between=True),
    LocalFault("server stopped in the middle", "stop", "fails", is_between=True),
    LocalFault("row changed in the middle", "change", "lands as it began", is_between=True),
    LocalFault("row added in the middle", "add", "lands as it began", is_between=True),
    LocalFault("row deleted in the middle", "delete", "lands as it began", is_between=True),
    LocalFault("row changed", "change", "lands"),
    LocalFault("row deleted", "delete", "lands"),
    LocalFault("late commit, within the look-back", "commit_late", "lands"),
    LocalFault("late commit, beyond the look-back", "commit_very_late", "lands, read again whole"),
    LocalFault("a value that its declared type cannot be", "misfit", "refused"),
    LocalFault("column added", "add_column", "lands, and is said"),
    LocalFault("column dropped", "drop_column", "refused", "refused"),
    LocalFault("column renamed", "rename_column", "refused", "refused"),
    LocalFault("column retyped", "retype_column", "refused", "refused"),
)


class SqlSource(Local):
    """A database; what happens to it is written from outside."""

    database: Database
    elsewhere: str

    def __init__(self, database: Database) -> None:
        self.database = database
        self._mine = self._address = database.dsn
        self._after = ExitStack()
        self._mends: list[str] = []

    def begin(self, source: str) -> None:
        """As it was at first, under another name."""
        self.mend()
        self.source = source
        self.database.execute("drop table if exists items")
        self.database.execute(self.database.items)
        self._rows: Rows = {}
        self._second = 0
        self.put(FIVE)

    @property
    def stream(self) -> Stream:
        columns = {
            **{"id": "integer", "name": "text", "amount": "decimal(18,2)"},
            "updated_at": "timestamp",
        }
        return stream_of(self.database, columns=columns)

    def connector(self) -> Connector:
        manifest = Manifest(streams=(self.stream,), timeout_seconds=1)
        return SqlConnector(self.source, self._address, manifest)

    def put(self, rows: Rows) -> None:
        for key in self._rows.keys() - rows.keys():
            self.database.execute(f"delete from items where id = {key}")
        for key, row in rows.items():
            if self._rows.get(key) != row:
                self._write(key, *row, self._now())
        self._rows = dict(rows)

    def _now(self) -> str:
        self._second += 1
        return f"2024-03-01 12:00:{self._second:02}"

    def _write(self, key: int, name: str, amount: str, stamp: str) -> None:
        self.database.execute(f"delete from items where id = {key}")
        self.database.execute(
            "insert into items (id, name, amount, updated_at)"
            f" values ({key}, '{name}', {amount}, '{stamp}')"
        )
        self._rows = {**self._rows, key: (name, amount)}

    @property
    def rows(self) -> Rows:
        return self._rows

    def truth(self) -> Rows:
        return {key: (name, Decimal(amount)) for key, (name, amount) in self._rows.items()}

    def live(self, landing: Landing) -> Rows:
        landing.ensure_stream(self.source, self.stream)
        select = f"select id, name, amount from raw_{self.source}.items where not _is_deleted"
        return {row[0]: row[1:] for row in landing._con.execute(select).fetchall()}

    def mend(self) -> None:
        self._after.close()
        self._address = self._mine
        for statement in self._mends:
            self.database.execute(statement)
        self._mends = []

    def close(self) -> None:
        self.mend()
        self.database.close()

    # What happens.

    def be_elsewhere(self) -> None:
        self._address = self.elsewhere

    def drop_table(self) -> None:
        self.database.execute("alter table items rename to gone")
        self._mends = ["alter table gone rename to items"]

    def change(self) -> None:
        self._write(2, "changed", "7.77", self._now())

    def add(self) -> None:
        self._write(6, "added", "6.66", self._now())

    def delete(self) -> None:
        self.put({key: row for key, row in self._rows.items() if key != 1})

    def commit_late(self) -> None:
        self._write(2, "late", "2.22", "2024-03-01 11:55:00")

    def commit_very_late(self) -> None:
        self._write(2, "late", "2.22", "2023-03-01 11:55:00")

    def add_column(self) -> None:
        self.database.execute("alter table items add column vat_id varchar(20)")

    def drop_column(self) -> None:
        self.database.execute("alter table items drop column name")

    def rename_column(self) -> None:
        self.database.execute("alter table items rename column name to title")


class PostgresSource(SqlSource):
    name = "PostgreSQL"
    does_end = True
    elsewhere = "postgresql://reader:s3cret@127.0.0.1:1/shop"

    def __init__(self, dsn: str) -> None:
        super().__init__(Postgres(dsn))
        self._mine = dsn.replace("user=owner", "user=clerk").replace("s3cret-word", "s3cret")
        self.database.execute("drop role if exists clerk")
        self.database.execute("create role clerk login password 's3cret'")
        rules = Path(self.database.execute("show hba_file")[0][0])
        # The others are let in without a word: of this one a password is asked.
        rules.write_text("local all clerk scram-sha-256\n" + rules.read_text(), encoding="utf-8")
        self.database.execute("select pg_reload_conf()")

    def begin(self, source: str) -> None:
        super().begin(source)
        self.database.execute("grant select on items to clerk")

    def refuse_password(self) -> None:
        self._address = self._mine.replace("s3cret", "another-s3cret")

    def be_named_otherwise(self) -> None:
        self._address = f"{self._mine.partition('dbname=')[0]}dbname=elsewhere"

    def forbid(self) -> None:
        self.database.execute("revoke select on items from clerk")
        self._mends = ["grant select on items to clerk"]

    def lock(self) -> None:
        other = self._after.enter_context(self.database.open_transaction())
        other.execute("lock table items in access exclusive mode")

    def cut_off(self) -> None:
        self.database.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'clerk'"
        )

    def stop(self) -> None:
        self.database.execute("alter role clerk nologin")
        self.cut_off()
        self._mends = ["alter role clerk login"]

    def misfit(self) -> None:
        self.database.execute("update items set amount = 'NaN' where id = 1")
        self._mends = ["update items set amount = 1.10 where id = 1"]

    def retype_column(self) -> None:
        self.database.execute("alter table items alter column name type int using id")


class MariaDbSource(SqlSource):
    name = "MariaDB"
    asked = frozenset(
        {
            *("be_elsewhere", "refuse_password", "be_named_otherwise", "forbid", "drop_table"),
            *("lock", "cut_off", "stop", "change", "commit_very_late", "retype_column"),
        }
    )
    elsewhere = "mysql://reader:s3cret@127.0.0.1:1/shop"

    def __init__(self, server: Any) -> None:
        super().__init__(MariaDb(server))

    def refuse_password(self) -> None:
        self._address = self.database.dsn.replace("s3cret-word", "another-s3cret")

    def be_named_otherwise(self) -> None:
        self._address = self.database.dsn.replace("localhost/d", "localhost/e")

    def drop_grants(self) -> list[str]:
        rows = self.database.execute("show grants for reader@localhost")
        return [row[0] for row in rows if " ON `" in row[0]]

    def forbid(self) -> None:
        self._mends = self.drop_grants()
        for grant in self._mends:
            on = grant.partition(" ON ")[2].partition(" TO ")[0]
            self.database.execute(f"revoke all privileges on {on} from reader@localhost")

    def lock(self) -> None:
        self.database.execute("lock tables items write")
        self._mends = ["unlock tables"]

    def cut_off(self) -> None:
        found = self.database.execute(
            "select id from information_schema.processlist where user = 'reader'"
        )
        for (number,) in found:
            self.database.execute(f"kill connection {number}")

    def stop(self) -> None:
        self.database.execute("alter user reader@localhost account lock")
        self.cut_off()
        self._mends = ["alter user reader@localhost account unlock"]

    def retype_column(self) -> None:
        self.database.execute("update items set name = id")
        self.database.execute("alter table items modify name int")


class SqliteSource(SqlSource):
    name = "SQLite"
    asked = frozenset(
        {"be_elsewhere", "lock", "change", "commit_very_late", "misfit", "drop_column"}
    )
    elsewhere = "sqlite:////nowhere/shop.db"

    def __init__(self, path: Path) -> None:
        self._path = path
        super().__init__(Sqlite(path))

    def lock(self) -> None:
        self.database.execute("pragma journal_mode = delete")
        other = sqlite3.connect(self._path)
        other.execute("begin exclusive")
        self._after.callback(self.database.execute, "pragma journal_mode = wal")
        self._after.callback(other.close)

    def misfit(self) -> None:
        self.database.execute("update items set amount = 'much' where id = 1")
        self._mends = ["update items set amount = 1.10 where id = 1"]
