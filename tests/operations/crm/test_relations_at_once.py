"""Two people at one lead or account: the second waits for the first, then sees what has become."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import psycopg
import pytest
from desk import Desk, at
from trade import DAY

from operations.crm.accounts.errors import MergedAway
from operations.crm.leads import commands as leads
from operations.crm.leads.errors import LeadDecided
from operations.crm.merges import commands as merges
from operations.crm.tickets import commands as tickets
from operations.crm.tickets.errors import NotInStatus
from operations.database.connection import Connection
from operations.database.server import Store
from operations.errors import CommandRefused

Act = Callable[[Connection], object]
LONGEST_WAIT_SECONDS = 20


def _conversion(desk: Desk) -> tuple[Act, Act]:
    lead = desk.lead()
    leads.qualify(desk.connection, lead_id=lead, on=DAY)

    def convert(connection: Connection) -> object:
        return leads.convert(connection, lead_id=lead, on=DAY)

    return convert, convert


def _solution(desk: Desk) -> tuple[Act, Act]:
    ticket = desk.ticket()

    def resolve(connection: Connection) -> None:
        tickets.resolve(connection, ticket_id=ticket, at=at("2024-03-01 12:00"))

    return resolve, resolve


def _merge_and_deal(desk: Desk) -> tuple[Act, Act]:
    merged = desk.open_account("Jura SA")
    return _merging(desk, merged), lambda connection: _at(desk, connection).deal(merged)


def _merge_and_lead(desk: Desk) -> tuple[Act, Act]:
    kept, merged = desk.lead(), desk.lead()

    def merge(connection: Connection) -> object:
        return merges.merge_leads(connection, kept_id=kept, merged_id=merged, on=DAY, by="x")

    return merge, lambda connection: leads.qualify(connection, lead_id=merged, on=DAY)


@pytest.mark.parametrize(
    ("prepared", "refusal"),
    [
        pytest.param(_conversion, LeadDecided, id="a lead converted"),
        pytest.param(_solution, NotInStatus, id="a ticket solved"),
        pytest.param(_merge_and_deal, MergedAway, id="a deal on an account that is merged"),
        pytest.param(_merge_and_lead, MergedAway, id="a lead that is merged"),
    ],
)
def test_the_second_sees_what_the_first_has_done(
    own_store: Store,
    prepared: Callable[[Desk], tuple[Act, Act]],
    refusal: type[CommandRefused],
) -> None:
    with psycopg.connect(own_store.writer) as connection:
        act, then = prepared(Desk(connection))
    with pytest.raises(refusal):
        _one_after_the_other(own_store, act, then).result(LONGEST_WAIT_SECONDS)


def test_a_deal_that_is_made_while_its_account_is_to_be_merged_moves_with_it(
    own_store: Store,
) -> None:
    with psycopg.connect(own_store.writer) as connection:
        desk = Desk(connection)
        merge, make = _merge_and_deal(desk)
    _one_after_the_other(own_store, make, merge).result(LONGEST_WAIT_SECONDS)
    with psycopg.connect(own_store.writer) as connection:
        owners = connection.execute("select account_id from crm.opportunities").fetchall()
    assert owners == [(desk.account,)]


def _at(desk: Desk, connection: Connection) -> Desk:
    """The same desk by another connection."""
    other = object.__new__(Desk)
    other.connection, other.account = connection, desk.account
    return other


def _merging(desk: Desk, merged: int) -> Act:
    return lambda connection: merges.merge_accounts(
        connection, kept_id=desk.account, merged_id=merged, on=DAY, by="Direction"
    )


def _one_after_the_other(store: Store, act: Act, then: Act) -> Future[None]:
    """Begin the second when the first has acted, and end the first when the second waits."""

    def second() -> None:
        with psycopg.connect(store.writer, application_name="second") as connection:
            then(connection)

    with ThreadPoolExecutor(1) as pool, psycopg.connect(store.writer) as first:
        act(first)
        waiting = pool.submit(second)
        _until_the_second_waits(store)
        first.commit()
        return waiting


def _until_the_second_waits(store: Store) -> None:
    """Without this the second might begin after the first has ended, and prove nothing."""
    query = (
        "select from pg_stat_activity where application_name = 'second'"
        " and datname = current_database() and wait_event_type = 'Lock'"
    )
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    with psycopg.connect(store.writer, autocommit=True) as watcher:
        while watcher.execute(query).fetchone() is None:
            assert time.monotonic() < deadline, "the second never waited for the first"
            time.sleep(0.01)
