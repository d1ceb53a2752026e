"""Reading by transaction ids while transactions overlap in any order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import psycopg
import pytest
from embedded_postgres import Server
from horizon_source import SCHEMA, landed, sync
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.core.landing import Landing, open_landing

pytestmark = [pytest.mark.slow]

WRITERS = st.integers(0, 2)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), WRITERS, st.integers(1, 3), st.sampled_from("xyz")),
        st.tuples(st.just("drop"), WRITERS, st.integers(1, 3)),
        st.tuples(st.just("id"), WRITERS),
        st.tuples(st.sampled_from(["commit", "rollback"]), WRITERS),
        st.tuples(st.just("sync")),
    ),
    max_size=14,
)


@pytest.fixture(scope="module")
def river(postgres_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[River]:
    """One database and one landing for all examples of the property."""
    with ExitStack() as stack:
        path = tmp_path_factory.mktemp("river") / "landing.duckdb"
        yield River(postgres_server.database(), stack.enter_context(open_landing(path)), stack)


class River:
    """Three writers whose transactions overlap, and readings in between."""

    def __init__(self, dsn: str, landing: Landing, stack: ExitStack) -> None:
        self.dsn = dsn
        self.landing = landing
        self.example = 0
        self._owner = stack.enter_context(psycopg.connect(dsn, autocommit=True))
        self._owner.execute(SCHEMA)
        self.writers = [stack.enter_context(psycopg.connect(dsn)) for _ in range(3)]
        for writer in self.writers:
            writer.execute("set lock_timeout = '1ms'")
            writer.commit()

    def begin(self) -> None:
        """Start over: other rows, and a stream that was never read."""
        for writer in self.writers:
            writer.rollback()
        self._owner.execute("truncate items, tombstones; insert into items values (1, 'a', 1)")
        self.example += 1

    def sync(self) -> None:
        """Read; whatever is found must be found by its transaction, not by a differing total."""
        assert not sync(self.dsn, self.landing, version=self.example).was_reread

    def take(self, step: tuple[Any, ...]) -> None:
        """One step of one writer; one that would wait for another writer gives up."""
        writer = self.writers[step[1]]
        try:
            match step:
                case ("put", _, key, name):
                    writer.execute(
                        "insert into items values (%(key)s, %(name)s, 1) on conflict (id)"
                        " do update set name = %(name)s",
                        {"key": key, "name": name},
                    )
                case ("drop", _, key):
                    writer.execute("delete from items where id = %s", [key])
                case ("id", _):
                    writer.execute("select pg_current_xact_id()")
                case ("commit", _):
                    writer.commit()
                case _:
                    writer.rollback()
        except psycopg.errors.LockNotAvailable:
            writer.rollback()


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(STEPS)
def test_any_interleaving_of_transactions_and_readings_lands_what_was_committed(
    river: River, steps: list[tuple[Any, ...]]
) -> None:
    river.begin()
    for step in steps:
        if step[0] == "sync":
            river.sync()
        else:
            river.take(step)
    for writer in river.writers:
        writer.commit()
    river.sync()
    rows = river.writers[0].execute("select id, name, amount from items").fetchall()
    river.writers[0].commit()
    assert landed(river.landing) == {row[0]: (row[1], row[2]) for row in rows}
