"""One embedded store a test process; a transaction a test, undone at its end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
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
def own_store(store: server.Store) -> Iterator[server.Store]:
    """A database of the test's own, as the store was migrated: for tests that commit."""
    name = f"own_{uuid4().hex}"
    admin = make_conninfo(store.owner, dbname="postgres")
    with psycopg.connect(admin, autocommit=True) as connection:
        create_it = sql.SQL("create database {} template operations")
        connection.execute(create_it.format(sql.Identifier(name)))
    yield server.Store(
        *(make_conninfo(dsn, dbname=name) for dsn in (store.owner, store.writer, store.extractor))
    )
    with psycopg.connect(admin, autocommit=True) as connection:
        drop_it = sql.SQL("drop database {} with (force)")
        connection.execute(drop_it.format(sql.Identifier(name)))


@pytest.fixture
def workspace_root(tmp_path: Path) -> Path:
    """A workspace of its own, for tests that start and stop its server."""
    create(tmp_path / "company")
    return tmp_path / "company"
