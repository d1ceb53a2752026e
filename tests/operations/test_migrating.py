"""The store reaches the newest schema from whatever it has, once, and quickly after that."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from affluent.settings import PRODUCT_ROOT
from operations.database import migrate
from operations.database.server import Store


@pytest.fixture
def bare(own_store: Store) -> str:
    """An empty database, as a dsn of its owner."""
    with psycopg.connect(own_store.owner, autocommit=True) as connection:
        for schema in ("erp", "crm"):
            drop = sql.SQL("drop schema {} cascade").format(sql.Identifier(schema))
            connection.execute(drop)
        connection.execute("drop table public.alembic_version")
    return own_store.owner


def test_an_empty_database_reaches_the_newest_version(bare: str) -> None:
    assert migrate.version(bare) is None
    migrate.upgrade(bare)
    assert migrate.version(bare) == migrate.newest()


def test_two_processes_that_migrate_at_once_do_it_once(bare: str) -> None:
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(migrate.upgrade, (bare, bare)))
    with psycopg.connect(bare) as connection:
        assert connection.execute("select count(*) from erp.ledger_accounts").fetchone() == (81,)


def test_a_migration_that_fails_leaves_the_database_as_it_was(bare: str) -> None:
    with psycopg.connect(bare, autocommit=True) as connection:
        connection.execute("create schema crm")  # in the way
    with pytest.raises(Exception, match='schema "crm" already exists'):
        migrate.upgrade(bare)
    assert migrate.version(bare) is None
    with psycopg.connect(bare, autocommit=True) as connection:
        assert connection.execute("select to_regnamespace('erp')").fetchone() == (None,)
        connection.execute("drop schema crm")
    migrate.upgrade(bare)
    assert migrate.version(bare) == migrate.newest()


def test_a_store_that_is_up_to_date_costs_no_import_of_alembic(store: Store) -> None:
    program = (
        "import sys; from operations.database import migrate; migrate.upgrade(sys.argv[1]);"
        " print('alembic' in sys.modules or 'sqlalchemy' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, make_conninfo(store.owner)],
        cwd=PRODUCT_ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "False"
