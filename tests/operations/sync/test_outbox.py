"""Messages: written with the change or not at all, in order for each aggregate, tried again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import psycopg
import pytest
from trade import DAY
from two_sides import TODAY, TwoSides

from operations.database.connection import Connection
from operations.database.server import Store
from operations.erp.party.commands import register_customer
from operations.errors import NotFound
from operations.sync import worker
from operations.sync.commands import Policy, forget, pending, retry, run_sync
from operations.sync.errors import NotDead
from operations.sync.outbox import Message, claim, mark

AT_ONCE = Policy(tries=3, first_wait=dt.timedelta(0))


def test_a_change_that_is_rolled_back_leaves_no_message(sides: TwoSides) -> None:
    account_id, _ = sides.linked()
    sides.connection.execute("savepoint before")
    sides.in_crm(account_id, name="Another")
    assert len(sides.waiting()) == 1
    sides.connection.execute("rollback to savepoint before")
    assert sides.waiting() == []


def test_what_is_written_past_the_commands_is_noted_too(sides: TwoSides) -> None:
    _, customer_id = sides.linked()
    sides.connection.execute(
        "update erp.customers set city = 'Lyon' where customer_id = %s", [customer_id]
    )
    assert sides.waiting() == [("customer", customer_id)]
    payload = sides.row("select payload from sync.outbox where delivered_at is null")
    assert payload == {"changed": {"city": "Lyon"}}


def test_a_field_that_does_not_go_over_is_not_noted(sides: TwoSides) -> None:
    account_id, customer_id = sides.linked()
    sides.in_crm(account_id, industry="Milling")
    sides.in_erp(customer_id, segment="Milling")
    sides.in_crm(account_id, name="Atelier")
    assert sides.waiting() == []


def test_a_signal_is_noted_once_a_transaction(sides: TwoSides) -> None:
    for _ in range(2):
        sides.trade.invoiced()
    assert sides.waiting() == [
        ("finances", sides.trade.customer),
        ("offer", sides.trade.pump),  # the goods that left
    ]


def test_messages_of_one_aggregate_go_in_their_order_and_one_at_a_time(sides: TwoSides) -> None:
    account_id, customer_id = sides.linked()
    _, other = sides.linked("Moulin")
    for name in ("B", "C"):
        sides.in_crm(account_id, name=name)
    sides.in_erp(other, city="Lyon")
    first = claim(sides.connection, batch=10)
    assert [(one.aggregate_id, one.payload["changed"]) for one in first] == [
        (customer_id, {"name": "B"}),
        (other, {"city": "Lyon"}),
    ]
    mark(sides.connection, delivered=first, failed=[], policy=AT_ONCE)
    (second,) = claim(sides.connection, batch=10)
    assert second.payload["changed"] == {"name": "C"}


def test_the_wait_doubles_up_to_the_longest_and_then_it_is_given_up() -> None:
    policy = Policy(
        tries=5, first_wait=dt.timedelta(seconds=10), longest_wait=dt.timedelta(seconds=30)
    )
    waits = [policy.wait(tries) for tries in range(1, 6)]
    assert waits == [dt.timedelta(seconds=s) for s in (10, 20, 30, 30)] + [None]


@pytest.fixture
def three(own_store: Store) -> Store:
    """A store with three customers that the CRM has not heard of."""
    with psycopg.connect(own_store.writer) as connection:
        for name in ("Atelier", "Moulin", "Forge"):
            register_customer(connection, name=name, country_code="FR", created_on=DAY)
    return own_store


@pytest.fixture
def poisoned(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[int]]:
    """The aggregates of which no message can be handled."""
    poison: set[int] = set()
    handle = worker.HANDLERS["customer"]

    def fail(connection: Connection, message: Message, today: dt.date) -> int:
        found = handle(connection, message, today)
        if message.aggregate_id in poison:
            raise ValueError("no handler can digest this")
        return found

    monkeypatch.setitem(worker.HANDLERS, "customer", fail)  # type: ignore[arg-type]
    yield poison
    poison.clear()


def _names(store: Store) -> list[str]:
    with psycopg.connect(store.writer) as connection:
        rows = connection.execute("select name from crm.accounts order by 1").fetchall()
    return [row[0] for row in rows]


def test_a_message_that_cannot_be_handled_is_given_up_and_holds_nobody_up(
    three: Store, poisoned: set[int]
) -> None:
    poisoned.add(2)
    summary = run_sync(three.writer, today=TODAY, policy=AT_ONCE)
    assert (summary.delivered, summary.failed, summary.given_up, summary.waiting) == (2, 3, 1, 0)
    assert _names(three) == ["Atelier", "Forge"]  # its own effect was undone
    with psycopg.connect(three.writer) as connection:
        (dead,) = pending(connection)
        assert (dead.topic, dead.aggregate_id, dead.tries) == ("customer", 2, 3)
        assert dead.last_error == "ValueError: no handler can digest this"
        assert dead.dead_at is not None


def test_a_message_given_up_is_revived_when_its_cause_is_mended(
    three: Store, poisoned: set[int]
) -> None:
    poisoned.add(2)
    run_sync(three.writer, today=TODAY, policy=AT_ONCE)
    poisoned.clear()
    assert run_sync(three.writer, today=TODAY).delivered == 0
    with psycopg.connect(three.writer) as connection:
        (dead,) = pending(connection)
        retry(connection, outbox_id=dead.outbox_id)
    assert run_sync(three.writer, today=TODAY).delivered == 1
    assert _names(three) == ["Atelier", "Forge", "Moulin"]


def test_a_failed_message_waits_and_so_does_what_follows_it(
    three: Store, poisoned: set[int]
) -> None:
    poisoned.add(2)
    run_sync(three.writer, today=TODAY)
    poisoned.clear()
    with psycopg.connect(three.writer) as connection:
        connection.execute("update erp.customers set city = 'Lyon' where customer_id = 2")
        (first, second) = pending(connection)
        assert first.next_try_at > first.occurred_at + dt.timedelta(seconds=9)
    summary = run_sync(three.writer, today=TODAY)
    assert (summary.delivered, summary.waiting) == (0, 2)
    with psycopg.connect(three.writer) as connection:
        connection.execute("update sync.outbox set next_try_at = now()")
    assert run_sync(three.writer, today=TODAY).delivered == 2
    assert second.tries == 0


def test_only_what_was_given_up_is_revived(three: Store) -> None:
    with psycopg.connect(three.writer) as connection:
        waiting = pending(connection)[0].outbox_id
        with pytest.raises(NotDead, match="waits for its next try"):
            retry(connection, outbox_id=waiting)
        with pytest.raises(NotFound):
            retry(connection, outbox_id=0)
    run_sync(three.writer, today=TODAY)
    with (
        psycopg.connect(three.writer) as connection,
        pytest.raises(NotDead, match="was delivered at"),
    ):
        retry(connection, outbox_id=waiting)


def test_what_another_worker_has_claimed_is_left_to_it(three: Store) -> None:
    with psycopg.connect(three.writer) as other:
        assert len(claim(other, batch=2)) == 2
        summary = run_sync(three.writer, today=TODAY)
        assert (summary.delivered, summary.waiting) == (1, 2)
        other.rollback()  # it was killed
    assert run_sync(three.writer, today=TODAY).delivered == 2
    assert len(_names(three)) == 3


def test_a_record_that_somebody_edits_is_left_for_a_later_try(
    three: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "LOCK_TIMEOUT", "set lock_timeout = '20ms'")
    with psycopg.connect(three.writer) as editor:
        editor.execute("update erp.customers set segment = 'x' where customer_id = 2")
        summary = run_sync(three.writer, today=TODAY)
        assert (summary.delivered, summary.failed) == (2, 1)
    with psycopg.connect(three.writer) as connection:
        (waiting,) = pending(connection)
        assert "LockNotAvailable" in (waiting.last_error or "")


def test_a_message_handled_but_not_marked_is_known_when_it_comes_again(three: Store) -> None:
    run_sync(three.writer, today=TODAY)
    with psycopg.connect(three.owner) as connection:
        connection.execute("update sync.outbox set delivered_at = null")  # the mark was lost
    summary = run_sync(three.writer, today=TODAY)
    assert (summary.delivered, summary.repeated) == (0, 3)


def test_what_was_delivered_long_ago_is_forgotten_and_what_waits_is_not(three: Store) -> None:
    run_sync(three.writer, today=TODAY)
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=30)
    with psycopg.connect(three.writer) as connection:
        register_customer(connection, name="Scierie", country_code="FR", created_on=DAY)
        assert forget(connection, before=later) == 3
        assert len(pending(connection)) == 1
        assert connection.execute("select count(*) from sync.inbox").fetchone() == (0,)


def test_a_message_that_was_not_delivered_cannot_be_deleted(sides: TwoSides) -> None:
    account_id, _ = sides.linked()
    sides.in_crm(account_id, name="Another")
    sides.connection.execute("update sync.outbox set dead_at = now() where delivered_at is null")
    with pytest.raises(psycopg.errors.CheckViolation, match="was not delivered: it stays"):
        sides.connection.execute("delete from sync.outbox")
