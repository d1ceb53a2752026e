"""The tables of a database as its engine tells them: columns in order, and the primary key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sql_engines import Database, MariaDb, Postgres, Sqlite

from affluent.errors import ConfigError, SourceError
from connectors.sql.tables import Table, tables


@pytest.fixture(params=["postgresql", "mysql", "sqlite"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database with ``items`` and, with a key of two columns, ``parts``."""
    found: Database
    if request.param == "postgresql":
        found = Postgres(request.getfixturevalue("dsn"))
    elif request.param == "mysql":
        found = MariaDb(request.getfixturevalue("mariadb_server"))
    else:
        found = Sqlite(tmp_path / "shop.db")
    found.execute("create table parts (sku varchar(9), place bigint, doc bigint,"
                  " primary key (doc, place))")  # fmt: skip
    yield found
    found.close()


def test_tables_come_with_columns_and_key(database: Database, tmp_path: Path) -> None:
    items, parts = tables("shop", database.dsn, root=tmp_path)
    assert items.name == database.table
    assert list(items.columns) == ["id", "name", "amount", "updated_at"]
    assert (items.key, items.cursor) == (("id",), "updated_at")
    assert list(parts.columns) == ["sku", "place", "doc"]
    assert (parts.key, parts.cursor) == (("doc", "place"), None)


def test_a_table_is_named_with_or_without_its_schema(database: Database, tmp_path: Path) -> None:
    for name in ("items", database.table):
        (found,) = tables("shop", database.dsn, root=tmp_path, named=[name])
        assert found.name == database.table
    with pytest.raises(ConfigError, match="has no table 'item'"):
        tables("shop", database.dsn, root=tmp_path, named=["item"])


def test_a_database_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="does not answer"):
        tables("shop", f"sqlite:///{tmp_path}/nothing.db", root=tmp_path)


@pytest.mark.parametrize(
    ("columns", "cursor"),
    [
        ({"updated_at": "timestamp with time zone"}, "updated_at"),
        ({"write_date": "timestamp without time zone"}, "write_date"),
        ({"cbModification": "datetime"}, "cbModification"),
        ({"date_modif": "datetime"}, "date_modif"),
        ({"updated_at": "text"}, None),
        ({"created_at": "timestamp"}, None),
        ({"updated_at": "timestamp", "modified_on": "timestamp"}, None),
    ],
)
def test_a_cursor_is_proposed_where_one_column_says_so(
    columns: dict[str, str], cursor: str | None
) -> None:
    assert Table("items", columns, ("id",)).cursor == cursor
    assert Table("items", columns, ()).cursor is None
