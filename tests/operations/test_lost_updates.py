"""Two people edit one record: the second one is told what has changed, and writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import psycopg
import pytest
from trade import DAY, Trade

from operations.database.connection import Connection
from operations.database.server import Store
from operations.erp.party.commands import register_customer
from operations.errors import NotFound
from operations.versions import LostUpdate, require_version

PLACE = "erp.customers"


@pytest.fixture
def two_writers(own_store: Store) -> Iterator[tuple[Connection, Connection, int]]:
    """Two connections and the customer that both have read, at version 1."""
    with ExitStack() as stack:
        anna = stack.enter_context(psycopg.connect(own_store.writer))
        bruno = stack.enter_context(psycopg.connect(own_store.writer))
        key = register_customer(anna, name="Atelier", country_code="FR", created_on=DAY)
        anna.commit()
        yield anna, bruno, key


def _rename(connection: Connection, key: int, name: str, *, seen: int) -> None:
    require_version(connection, table=PLACE, key=key, expected=seen)
    connection.execute("update erp.customers set name = %s where customer_id = %s", [name, key])


def test_the_second_of_two_edits_is_refused_and_told_what_to_do(
    two_writers: tuple[Connection, Connection, int],
) -> None:
    anna, bruno, key = two_writers
    _rename(anna, key, "Atelier du Forez", seen=1)
    anna.commit()
    with pytest.raises(LostUpdate) as caught:
        _rename(bruno, key, "Atelier SARL", seen=1)
    assert "Record C00001 of erp.customers is at version 2 since 20" in str(caught.value)
    assert "the change was made on version 1" in str(caught.value)
    assert "Read it again" in caught.value.remedy
    bruno.rollback()
    _rename(bruno, key, "Atelier SARL", seen=2)
    bruno.commit()
    row = bruno.execute("select name, row_version from erp.customers").fetchone()
    assert row == ("Atelier SARL", 3)


def test_a_record_that_is_being_edited_is_waited_for(
    two_writers: tuple[Connection, Connection, int],
) -> None:
    anna, bruno, key = two_writers
    _rename(anna, key, "Atelier du Forez", seen=1)  # not committed: nobody can say who is first
    bruno.execute("set lock_timeout = '20ms'")
    with pytest.raises(psycopg.errors.LockNotAvailable):
        _rename(bruno, key, "Atelier SARL", seen=1)


def test_expecting_nothing_passes_and_a_record_that_is_not_there_is_told(trade: Trade) -> None:
    require_version(trade.connection, table=PLACE, key=trade.customer, expected=None)
    with pytest.raises(NotFound, match=r"record of erp\.customers 0"):
        require_version(trade.connection, table=PLACE, key=0, expected=1)


def test_a_version_that_never_was_is_refused_without_blaming_anyone(trade: Trade) -> None:
    with pytest.raises(LostUpdate, match="is at version 1; the change was made on version 9"):
        require_version(trade.connection, table=PLACE, key=trade.customer, expected=9)
