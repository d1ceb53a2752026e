"""One embedded store a test process; a transaction a test, undone at its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from desk import Desk
from psycopg import sql
from psycopg.conninfo import make_conninfo
from trade import Trade

from affluent.settings import load_workspace
from affluent.workspace import create
from operations.database import migrate, server
from operations.database.connection import Connection


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[server.Store]:
    """A migrated store, empty: for tests that undo what they do."""
    root = tmp_path_factory.mktemp("store")
    create(root)
    with server.running(load_workspace(root)) as running:
        migrate.upgrade(running.owner)
        admin = make_conninfo(running.owner, dbname="postgres")
        # Nothing here must outlive the machine: to drop a database takes 0.1 s, not 2.
        for setting in ("fsync", "full_page_writes"):
            _as_admin(admin, sql.SQL("alter system set {} = off"), sql.Identifier(setting))
        _as_admin(admin, sql.SQL("select pg_reload_conf()"))
        # A template must have no users: the store itself has.
        _as_admin(
            admin, sql.SQL("create database {} template operations"), sql.Identifier("pristine")
        )
        yield running


@pytest.fixture
def connection(store: server.Store) -> Iterator[Connection]:
    """The writer's connection, rolled back at the end of the test."""
    with psycopg.connect(store.writer) as opened:
        yield opened
        opened.rollback()


@pytest.fixture
def trade(connection: Connection) -> Trade:
    """A customer and two products with costs, and what is done with them."""
    return Trade(connection)


@pytest.fixture
def desk(connection: Connection) -> Desk:
    """An account, and what is done with it."""
    return Desk(connection)


@pytest.fixture
def new_store(store: server.Store) -> Iterator[Callable[[], server.Store]]:
    """Makes databases of the test's own, as the store was migrated: for tests that commit."""
    admin = make_conninfo(store.owner, dbname="postgres")
    made: list[sql.Identifier] = []

    def make() -> server.Store:
        name = f"own_{uuid4().hex}"
        copied = "create database {} template pristine strategy file_copy"
        _as_admin(admin, sql.SQL(copied), sql.Identifier(name))
        made.append(sql.Identifier(name))
        dsns = (store.owner, store.writer, store.extractor)
        return server.Store(*(make_conninfo(dsn, dbname=name) for dsn in dsns))

    yield make
    for name in made:
        _as_admin(admin, sql.SQL("drop database {} with (force)"), name)


@pytest.fixture
def own_store(new_store: Callable[[], server.Store]) -> server.Store:
    """One database of the test's own."""
    return new_store()


def _as_admin(dsn: str, statement: sql.SQL, *named: sql.Composable) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(statement.format(*named))


@pytest.fixture
def workspace_root(tmp_path: Path) -> Path:
    """A workspace of its own, for tests that start and stop its server."""
    create(tmp_path / "company")
    return tmp_path / "company"
