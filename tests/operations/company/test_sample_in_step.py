"""The sample company's two systems lived apart: the sync brings them together, and then rests."""

from __future__ import annotations

import datetime as dt

import psycopg
from test_sample_company import live

from operations.database.server import Store
from operations.sync.commands import conflicts, note_all, pending, run_sync

UNTIL = dt.date(2023, 10, 31)
APART = (
    "select count(*) from erp.customers where 1 <> (select count(*) from sync.links"
    " join crm.accounts using (account_id) where links.customer_id = customers.customer_id"
    " and accounts.customer_id = customers.customer_id)"
)


def test_systems_that_lived_apart_are_brought_together_and_stay_so(own_store: Store) -> None:
    with psycopg.connect(own_store.writer) as connection:
        live(connection, seed=7, until=UNTIL)
        assert note_all(connection) > 20
        assert note_all(connection) == 0
    done = run_sync(own_store.writer, today=UNTIL)
    assert (done.failed, done.waiting) == (0, 0)
    with psycopg.connect(own_store.writer) as connection:
        assert connection.execute(APART).fetchone() == (0,)
        found = conflicts(connection)
        assert len(found) == done.conflicts
        # Each name was typed twice, by people of two departments: no rule decides between them.
        assert {conflict.field for conflict in found} == {"name"}
        note_all(connection)
    again = run_sync(own_store.writer, today=UNTIL)
    assert (again.failed, again.conflicts) == (0, 0)
    with psycopg.connect(own_store.writer) as connection:
        assert conflicts(connection) == found
        assert pending(connection) == []
    assert run_sync(own_store.writer, today=UNTIL).delivered == 0
