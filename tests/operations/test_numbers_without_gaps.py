"""Numbers follow each other without a gap, also when transactions fail or run at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from trade import DAY

from operations.database.connection import Connection
from operations.database.server import Store
from operations.erp.party import commands as party
from operations.numbering import counting_in_memory, next_count, next_number


def _register(connection: Connection) -> None:
    party.register_customer(connection, name="Atelier", country_code="FR", created_on=DAY)


def test_each_kind_counts_for_itself(connection: Connection) -> None:
    numbers = [next_number(connection, kind) for kind in ("invoice", "invoice", "order")]
    assert numbers == ["INV00001", "INV00002", "SO00001"]


def test_what_is_counted_in_memory_goes_on_from_the_table_and_back_into_it(
    connection: Connection,
) -> None:
    assert next_number(connection, "invoice") == "INV00001"
    with counting_in_memory(connection):
        assert next_number(connection, "invoice") == "INV00002"
        assert next_count(connection, "lettering", taken=3) == 3
        kept = connection.execute("select kind, last_number from erp.sequences").fetchall()
        assert kept == [("invoice", 1)]
    assert next_number(connection, "invoice") == "INV00003"
    assert next_count(connection, "lettering") == 4


def test_what_failed_in_the_database_is_not_written_over_by_what_was_counted(
    own_store: Store,
) -> None:
    with psycopg.connect(own_store.writer) as connection:
        with pytest.raises(psycopg.errors.DivisionByZero), counting_in_memory(connection):
            assert next_number(connection, "invoice") == "INV00001"
            connection.execute("select 1 / 0")
        connection.rollback()
        assert next_number(connection, "invoice") == "INV00001"


def test_a_transaction_that_fails_gives_its_number_back(own_store: Store) -> None:
    with psycopg.connect(own_store.writer) as connection:
        _register(connection)
        connection.commit()
        _register(connection)
        connection.rollback()
        _register(connection)
        connection.commit()
        rows = connection.execute("select customer_number from erp.customers order by 1")
        assert [row[0] for row in rows] == ["C00001", "C00002"]


def test_two_connections_at_once_leave_no_gap_and_no_double(own_store: Store) -> None:
    def register_twenty(fails_each: int) -> None:
        with psycopg.connect(own_store.writer) as connection:
            for number in range(20):
                _register(connection)
                if number % fails_each == 0:
                    connection.rollback()
                else:
                    connection.commit()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(register_twenty, (4, 5)))
    with psycopg.connect(own_store.extractor) as connection:
        rows = connection.execute("select customer_number from erp.customers order by 1")
        assert [row[0] for row in rows] == [f"C{number:05d}" for number in range(1, 32)]
