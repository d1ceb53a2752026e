"""How the store plans the statements of a whole life, which is one transaction without statistics.

Nobody takes statistics of rows that are not committed, and a plan is kept once it is made: those of
the first days, when every table was empty, read whole tables three years later.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from operations.database.connection import Connection

# All 180,000 statements ask for a few rows by a key, and are 250 texts. A plan for each set of
# values was made 21,000 times; by the tables' sizes alone, hashes of whole tables looked cheap.
SETTINGS: Final = {
    "plan_cache_mode": "force_generic_plan",
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
}


@contextmanager
def planned_once(connection: Connection) -> Iterator[None]:
    """Keep the plan of every statement in the block, and look rows up by their keys."""
    kept = connection.prepared_max
    connection.prepared_max = None
    before = {name: _set(connection, name, value) for name, value in SETTINGS.items()}
    try:
        yield
    finally:
        connection.prepared_max = kept
        if not connection.broken:
            for name, value in before.items():
                _set(connection, name, value)


def plan_anew(connection: Connection, *, day: dt.date, start: dt.date) -> None:
    """Let plans be made anew when there is twice as much as when they were made last."""
    lived = (day - start).days
    if lived >= 16 and lived & (lived - 1) == 0:
        connection.execute("discard plans")


def _set(connection: Connection, name: str, value: str) -> str:
    """Set for this transaction; return what it was."""
    row = connection.execute(
        "select current_setting(%(name)s), set_config(%(name)s, %(value)s, true)",
        {"name": name, "value": value},
    ).fetchone()
    if row is None:
        raise AssertionError(f"{name} has no value")
    return str(row[0])
