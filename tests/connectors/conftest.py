"""What the tests of connectors share: a landing file, and a PostgreSQL where one is needed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import embedded_mariadb
import embedded_postgres
import psycopg
import pytest

from connectors.core.landing import Landing, open_landing


@pytest.fixture
def landing_path(tmp_path: Path) -> Path:
    """Where the landing file of a test is."""
    return tmp_path / ".affluent" / "landing.duckdb"


@pytest.fixture
def landing(landing_path: Path) -> Iterator[Landing]:
    """An open landing file."""
    with open_landing(landing_path) as opened:
        yield opened


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[embedded_postgres.Server]:
    """One server a worker."""
    with embedded_postgres.running() as server:
        yield server


@pytest.fixture(scope="session")
def mariadb_server() -> Iterator[embedded_mariadb.Server]:
    """One server a worker, where MariaDB is installed."""
    if embedded_mariadb.found("mariadbd") is None:
        pytest.skip("MariaDB is not installed: apt-get install -y mariadb-server")
    with embedded_mariadb.running() as server:
        yield server


@pytest.fixture
def dsn(postgres_server: embedded_postgres.Server) -> str:
    """The address of an empty database."""
    return postgres_server.database()


@pytest.fixture
def source_db(dsn: str) -> Iterator[psycopg.Connection]:
    """A connection to that database, which commits each statement."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        yield connection
