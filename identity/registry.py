"""The registry of a workspace: keys, decisions and runs in one SQLite file, read by many processes.

What was written stays: rows of keys and of decisions are only ever added, and the database itself
refuses anything else. What the last run found (``pairs``) is the one thing that the next replaces.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from affluent.errors import ConfigError

# Another process may write; a run writes its keys in one transaction of some seconds at most.
PATIENCE = 60.0
KEPT_FOREVER = (
    *("runs", "moves", "anchors", "key_events"),
    *("decisions", "undos", "field_words"),
)
SCHEMA = """
create table if not exists runs (
    run_id integer primary key,
    ran_at text not null,
    fingerprint text not null
);
create table if not exists moves (
    move_id integer primary key,
    run_id integer not null references runs,
    record_id text not null,
    party_key text not null,
    is_live integer not null
);
create index if not exists moves_of_record on moves (record_id, move_id);
create table if not exists anchors (
    anchor_id integer primary key,
    run_id integer not null references runs,
    party_key text not null,
    record_id text not null,
    born integer not null
);
create table if not exists key_events (
    event_id integer primary key,
    run_id integer not null references runs,
    kind text not null,
    from_key text,
    to_key text,
    reason text not null,
    left_id text,
    right_id text,
    author text
);
create table if not exists decisions (
    decision_id text primary key,
    left_id text not null,
    right_id text not null,
    verdict text not null check (verdict in ('same', 'different', 'unsure')),
    author text not null check (author <> ''),
    decided_at text not null,
    reason text not null,
    check (left_id < right_id)
);
create table if not exists undos (
    decision_id text primary key references decisions,
    author text not null check (author <> ''),
    undone_at text not null,
    reason text not null
);
create table if not exists field_words (
    word_id integer primary key,
    record_id text not null,
    field text not null,
    value text,
    author text not null check (author <> ''),
    said_at text not null,
    reason text not null
);
create table if not exists pairs (
    left_id text not null,
    right_id text not null,
    probability real,
    weight real,
    certain integer not null,
    verdict text not null,
    evidence text not null,
    primary key (left_id, right_id)
);
"""


@contextmanager
def open_registry(path: Path) -> Iterator[sqlite3.Connection]:
    """The registry at ``path``, made when it is not there; closed afterwards.

    Raises ConfigError when the file cannot be opened or is no registry.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
        connection.execute("pragma foreign_keys = on")
        if not connection.execute("pragma table_info(pairs)").fetchall():
            _found(connection)
    except sqlite3.DatabaseError as error:
        raise ConfigError(
            f"The identity registry {path} cannot be used: {error}.",
            remedy="Close what holds it, or put back its copy; it holds keys and decisions.",
        ) from error
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def writing(registry: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All that is written inside, or nothing; other writers wait."""
    registry.execute("begin immediate")
    try:
        yield registry
    except BaseException:
        registry.execute("rollback")
        raise
    registry.execute("commit")


def _found(connection: sqlite3.Connection) -> None:
    connection.execute("pragma journal_mode = wal")
    refusals = "".join(
        f"create trigger if not exists {table}_{act}_is_refused before {act} on {table} "
        f"begin select raise(abort, '{table}: rows are only added'); end;\n"
        for table in KEPT_FOREVER
        for act in ("update", "delete")
    )
    connection.executescript(f"begin immediate;\n{SCHEMA}{refusals}commit;")
