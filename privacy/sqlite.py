"""The SQLite files of a workspace (the identity registry, Dagster's): the person taken out of them.

A registry only ever adds rows, and refuses anything else; the refusals are put back as they were.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from operations.crm.erasure.model import pattern
from privacy.person import Person, address_of

HEADER = b"SQLite format 3\x00"
PATIENCE = 60.0


def is_sqlite(path: Path) -> bool:
    """Whether a file is one of SQLite's."""
    with path.open("rb") as handle:
        return handle.read(len(HEADER)) == HEADER


def holdings(path: Path, person: Person) -> dict[str, int]:
    """Table → how many of its rows name the person."""
    finds = _finder(person)
    found: dict[str, int] = {}
    with closing(sqlite3.connect(path, timeout=PATIENCE)) as connection:
        for table, columns in _tables(connection):
            rows = connection.execute(f"select {', '.join(columns)} from {table}")
            count = sum(any(isinstance(c, str) and finds.search(c) for c in row) for row in rows)
            if count:
                found[table.strip('"')] = count
    return found


def erase(path: Path, person: Person, pseudonym: str) -> None:
    """Replace what names the person, then write the file anew, its journal too."""
    addresses, names = _pattern(person.addresses), _pattern(person.everywhere)

    def without(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return names.sub(pseudonym, addresses.sub(address_of(pseudonym), value))

    with closing(sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)) as connection:
        connection.create_function("without_person", 1, without, deterministic=True)
        connection.execute("begin immediate")
        triggers = connection.execute(
            "select name, sql from sqlite_master where type = 'trigger'"
        ).fetchall()
        for name, _ in triggers:
            connection.execute(f'drop trigger "{name}"')
        for table, columns in _tables(connection):
            changed = ", ".join(f"{column} = without_person({column})" for column in columns)
            differs = " or ".join(f"{c} is not without_person({c})" for c in columns)
            connection.execute(f"update {table} set {changed} where {differs}")
        for _, statement in triggers:
            connection.execute(statement)
        connection.execute("commit")
        connection.execute("vacuum")
        connection.execute("pragma wal_checkpoint(truncate)")


def _tables(connection: sqlite3.Connection) -> Iterator[tuple[str, list[str]]]:
    names = connection.execute(
        "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
    ).fetchall()
    for (name,) in names:
        columns = connection.execute(f'pragma table_info("{name}")').fetchall()
        yield f'"{name}"', [f'"{column[1]}"' for column in columns]


def _finder(person: Person) -> re.Pattern[str]:
    return _pattern([*person.addresses, *person.everywhere])


def _pattern(values: list[str]) -> re.Pattern[str]:
    return re.compile(pattern(values) if values else r"(?!)", re.IGNORECASE)
