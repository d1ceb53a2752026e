"""Killed anywhere, in any order, by any number of workers: in the end it is as if undisturbed."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from two_sides import AT_ONCE, OTHER_SIREN, SIREN, TODAY, TwoSides
from workload import outcome, prepare

from operations.database.server import Store
from operations.sync import worker
from operations.sync.commands import conflicts, resolve, run_sync
from operations.sync.model import FIELDS
from operations.sync.outbox import Message, claim, is_new, mark

NewStore = Callable[[], Store]


class Killed(BaseException):
    """The process ends here: nothing of it may run any more."""


class Fuse:
    """Counts what is sent to the database, and kills before a given one; 0 never does."""

    def __init__(self) -> None:
        self.count = 0
        self.burns_at = 0

    def tick(self) -> None:
        self.count += 1
        if self.count == self.burns_at:
            raise Killed


FUSE = Fuse()


class FusedCursor(psycopg.Cursor[Any]):
    """Each statement may be the last one."""

    def execute(self, *arguments: Any, **options: Any) -> Any:
        FUSE.tick()
        return super().execute(*arguments, **options)


class FusedConnection(psycopg.Connection[Any]):
    """Commits into a savepoint, so that all that was done can be undone for the next try.

    A process may die before a commit, or after it and before it learns of it.
    """

    def commit(self) -> None:
        FUSE.tick()
        self.pgconn.exec_(b"release savepoint committed")
        self.pgconn.exec_(b"savepoint committed")
        FUSE.tick()

    def rollback(self) -> None:
        self.pgconn.exec_(b"rollback to savepoint committed")


@pytest.fixture
def fused(store: Store) -> Iterator[FusedConnection]:
    """A connection that can be killed at any statement; undone at the end."""
    FUSE.count = FUSE.burns_at = 0
    with FusedConnection.connect(store.writer, cursor_factory=FusedCursor) as connection:
        yield connection
        psycopg.Connection.rollback(connection)


def _deliver(connection: FusedConnection, *, killed_at: int) -> None:
    """Run the worker; kill it before its ``killed_at``-th step: what it did not commit is lost."""
    FUSE.count, FUSE.burns_at = 0, killed_at
    try:
        worker.deliver_all(connection, connection, today=TODAY, batch=4, policy=AT_ONCE)
    except Killed:
        connection.rollback()
    finally:
        FUSE.burns_at = 0


@pytest.mark.slow
def test_killed_before_any_statement_or_around_any_commit_it_converges(
    fused: FusedConnection,
) -> None:
    prepare(TwoSides(fused), firms=1)
    fused.pgconn.exec_(b"savepoint prepared")
    fused.pgconn.exec_(b"savepoint committed")
    _deliver(fused, killed_at=0)
    steps = FUSE.count
    undisturbed = outcome(fused)
    assert undisturbed["unhandled"] == []
    assert steps > 120
    for step in range(1, steps + 1):
        fused.pgconn.exec_(b"rollback to savepoint prepared")
        fused.pgconn.exec_(b"savepoint committed")
        _deliver(fused, killed_at=step)
        _deliver(fused, killed_at=0)
        assert outcome(fused) == undisturbed, f"killed before step {step}"


def _prepared(new_store: NewStore) -> Store:
    store = new_store()
    with psycopg.connect(store.writer) as connection:
        prepare(TwoSides(connection), firms=8)
    return store


@pytest.fixture
def two_stores(new_store: NewStore) -> tuple[Store, Store]:
    """Two stores in which the same was done, and nothing delivered."""
    return _prepared(new_store), _prepared(new_store)


def _run_to_the_end(store: Store) -> dict[str, list[str]]:
    with psycopg.connect(store.owner, autocommit=True) as connection:
        others = (
            "select count(*) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
        deadline = time.monotonic() + 10
        while connection.execute(others).fetchone() != (0,) and time.monotonic() < deadline:
            time.sleep(0.01)  # the server notices that the killed ones are gone
        run_sync(store.writer, today=TODAY)
        return outcome(connection)


def test_a_process_killed_again_and_again_converges(two_stores: tuple[Store, Store]) -> None:
    undisturbed = _run_to_the_end(two_stores[0])
    assert undisturbed["unhandled"] == []
    process = multiprocessing.get_context("fork").Process
    chance = random.Random(7)  # noqa: S311  when to kill is no secret
    kills = 0
    for _ in range(40):
        victim = process(
            target=run_sync,
            args=(two_stores[1].writer,),
            kwargs={"today": TODAY, "batch": 10, "policy": AT_ONCE},
        )
        victim.start()
        time.sleep(chance.uniform(0.005, 0.08))
        if victim.pid is not None and victim.is_alive():
            os.kill(victim.pid, signal.SIGKILL)
        victim.join()
        kills += victim.exitcode == -signal.SIGKILL
    assert kills > 10
    assert _run_to_the_end(two_stores[1]) == undisturbed


def test_two_workers_at_once_do_everything_once(two_stores: tuple[Store, Store]) -> None:
    undisturbed = _run_to_the_end(two_stores[0])
    dsn = two_stores[1].writer
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(run_sync, dsn, today=TODAY, batch=3) for _ in range(2)]
        summaries = [run.result() for run in runs]
    assert all(summary.delivered > 0 for summary in summaries)
    assert sum(summary.repeated for summary in summaries) == 0
    assert _run_to_the_end(two_stores[1]) == undisturbed


CHANGES = st.one_of(
    st.tuples(st.sampled_from(["crm", "erp"]), st.just("name"), st.sampled_from("xyz")),
    st.tuples(st.sampled_from(["crm", "erp"]), st.just("city"), st.sampled_from(["x", "y", None])),
    st.tuples(
        st.sampled_from(["crm", "erp"]),
        st.just("legal_id"),
        st.sampled_from([None, SIREN, OTHER_SIREN, "552 100 554"]),
    ),
    st.tuples(st.just("crm"), st.just("legal_id"), st.just("no number")),
)
STEPS = st.lists(
    st.one_of(
        CHANGES,
        st.just(("deliver one",)),
        st.just(("deliver again",)),
        st.tuples(st.just("resolve"), st.sampled_from(["crm", "erp"])),
    ),
    max_size=12,
)


class Interleaving:
    """One firm on both sides, changed and delivered in some order."""

    def __init__(self, sides: TwoSides) -> None:
        self.sides = sides
        self.connection = sides.connection
        self.account_id, self.customer_id = sides.linked("Moulin")

    def take(self, step: tuple[Any, ...]) -> None:
        match step:
            case ("crm", field, value):
                self.sides.in_crm(self.account_id, **{field: value})
            case ("erp", field, value):
                self.sides.in_erp(self.customer_id, **{field: value})
            case ("deliver one",):
                for message in claim(self.connection, batch=1):
                    is_new(self.connection, message)
                    self._handle(message)
                    mark(self.connection, delivered=[message], failed=[], policy=AT_ONCE)
            case ("deliver again",):
                self.handle_all_again()
            case ("resolve", keep):
                self.sides.sync()
                for conflict in conflicts(self.connection):
                    if conflict.crm_value != "no number" or keep == "erp":
                        resolve(self.connection, conflict.conflict_id, keep, by="Direction")

    def handle_all_again(self) -> None:
        """As if the inbox knew nothing: handling itself must bear it."""
        rows = self.connection.execute(
            "select outbox_id, topic, aggregate_id, payload, occurred_at, tries from sync.outbox"
            " where delivered_at is not null order by outbox_id desc"
        ).fetchall()
        for row in rows:
            self._handle(Message(*row))

    def state(self) -> list[tuple[Any, Any]]:
        return [self.sides.both(self.account_id, field) for field in FIELDS]

    def _handle(self, message: Message) -> None:
        worker.HANDLERS[message.topic](self.connection, message, TODAY)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(STEPS)
def test_any_interleaving_of_changes_and_deliveries_converges(
    sides: TwoSides, steps: list[tuple[Any, ...]]
) -> None:
    with sides.connection.transaction(force_rollback=True):
        firm = Interleaving(sides)
        for step in steps:
            firm.take(step)
        sides.sync()
        open_fields = {conflict.field for conflict in conflicts(sides.connection)}
        for field, (crm, erp) in zip(FIELDS, firm.state(), strict=True):
            assert (crm != erp) == (field in open_fields), (field, crm, erp)
        before = firm.state()
        firm.handle_all_again()
        assert firm.state() == before
        assert sides.waiting() == []
