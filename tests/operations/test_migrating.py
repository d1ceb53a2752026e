"""The store reaches the newest schema from whatever it has, once, and quickly after that."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from psycopg import sql
from psycopg.conninfo import make_conninfo

from affluent.settings import PRODUCT_ROOT
from operations.database import migrate
from operations.database.server import Store
from operations.sync.commands import run_sync


@pytest.fixture
def bare(own_store: Store) -> str:
    """An empty database, as a dsn of its owner."""
    with psycopg.connect(own_store.owner, autocommit=True) as connection:
        for schema in ("erp", "crm", "sync"):
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
        assert connection.execute("select count(*) from erp.companies").fetchone() == (1,)


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


FIRST_VERSION_BOOKS = """
    insert into erp.customers (customer_number, name, country_code, created_on)
        values ('C1', 'Atelier', 'FR', '2024-03-01');
    insert into erp.sales_orders (order_number, customer_id, ordered_on, status, currency_code)
        values ('SO1', 1, '2024-03-01', 'invoiced', 'EUR');
    insert into erp.invoices (invoice_number, customer_id, order_id, posted_on, due_on,
        currency_code, net_amount, tax_amount, gross_amount)
        values ('INV1', 1, 1, '2024-03-02', '2024-04-01', 'EUR', 100, 20, 120),
            ('INV2', 1, 1, '2024-03-02', '2024-04-01', 'EUR', 100, 20, 120);
    insert into erp.credit_notes (credit_note_number, invoice_id, customer_id, posted_on, reason,
        currency_code, net_amount, tax_amount, gross_amount)
        values ('CN1', 1, 1, '2024-03-05', 'price', 'EUR', 10, 0, 10);
    insert into erp.payments (payment_number, customer_id, paid_on, amount, currency_code)
        values ('PAY1', 1, '2024-05-02', 50, 'EUR'), ('PAY2', 1, '2024-05-02', 60, 'EUR');
    insert into erp.payment_allocations (payment_id, invoice_id, amount)
        values (1, 1, 50), (2, 1, 30), (2, 2, 30);
    insert into erp.journal_entries (entry_number, journal_code, posted_on, document_type,
        document_number, description)
        values ('JE1', 'VT', '2024-03-02', 'invoice', 'INV1', ''),
            ('JE2', 'VT', '2024-03-05', 'credit_note', 'CN1', ''),
            ('JE3', 'BQ', '2024-05-02', 'payment', 'PAY1', ''),
            ('JE4', 'MY', '2024-05-02', 'payment', 'PAY2', '');
    insert into erp.journal_lines (entry_id, line_number, account_code, customer_id, label, debit,
        credit)
        select entry_id, 1, '411', 1, '', 10, 0 from erp.journal_entries
        union all select entry_id, 2, '707', null, '', 0, 10 from erp.journal_entries;
"""


def test_books_of_the_first_version_keep_their_entries_and_get_what_is_new(bare: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["dsn"] = bare
    command.upgrade(config, "0001")
    with psycopg.connect(bare) as connection:
        connection.execute(FIRST_VERSION_BOOKS)
    migrate.upgrade(bare)
    with psycopg.connect(bare) as connection:
        references = connection.execute(
            "select entry_number, reference from erp.journal_lines"
            " join erp.journal_entries using (entry_id) where account_code = '411' order by 1"
        ).fetchall()
        assert references == [("JE1", "INV1"), ("JE2", "INV1"), ("JE3", "INV1"), ("JE4", None)]
        periods = "select to_char(starts_on, 'YYYY-MM'), status from erp.periods order by 1"
        found = connection.execute(periods).fetchall()
        assert found == [("2024-03", "open"), ("2024-05", "open")]
        known = connection.execute("select name from erp.journals where journal_code = 'MY'")
        assert known.fetchone() == ("MY",)
    run_sync(bare, today=dt.date(2024, 5, 3))
    with psycopg.connect(bare) as connection:
        seen = (
            "select name, open_amount from crm.account_finances"
            " join crm.accounts using (account_id)"
        )
        assert connection.execute(seen).fetchall() == [("Atelier", Decimal(120))]


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
