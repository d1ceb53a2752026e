"""Two connections at once: wait until the second one waits for the first."""

from __future__ import annotations

import time

import psycopg

from operations.database.server import Store

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
