"""Two connections at once: wait until the second one waits for the first."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from operations.database.connection import Connection
from operations.database.server import Store
from operations.errors import CommandRefused

LONGEST_WAIT_SECONDS = 20


def until_the_second_waits(store: Store) -> None:
    """Without this the second might begin after the first has ended, and prove nothing.

    The second one's connection is opened with ``application_name="second"``.
    """
    query = (
        "select from pg_stat_activity where application_name = 'second'"
        " and datname = current_database() and wait_event_type = 'Lock'"
    )
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    with psycopg.connect(store.writer, autocommit=True) as watcher:
        while watcher.execute(query).fetchone() is None:
            assert time.monotonic() < deadline, "the second never waited for the first"
            time.sleep(0.01)


def the_second_is_refused(
    store: Store, act: Callable[[Connection], object], refusal: type[CommandRefused]
) -> None:
    """Two do the same at once: the first does it, the second waits for him and is refused."""

    def do_the_same() -> None:
        with psycopg.connect(store.writer, application_name="second") as second:
            act(second)

    with ThreadPoolExecutor(1) as pool, psycopg.connect(store.writer) as first:
        act(first)
        waiting = pool.submit(do_the_same)
        until_the_second_waits(store)
        first.commit()
        with pytest.raises(refusal):
            waiting.result(LONGEST_WAIT_SECONDS)
