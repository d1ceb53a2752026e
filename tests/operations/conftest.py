"""One embedded store a test process; a transaction a test, undone at its end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from affluent.settings import load_workspace
from affluent.workspace import create
from operations.database import migrate, server

Connection = psycopg.Connection[tuple[object, ...]]


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
def workspace_root(tmp_path: Path) -> Path:
    """A workspace of its own, for tests that start and stop its server."""
    create(tmp_path / "company")
    return tmp_path / "company"
