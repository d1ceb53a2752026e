"""The DuckDB files of a workspace: what they hold of a person, and each made anew without them.

A row that is changed stays in the file until its block is used again, so a file is written anew and
takes the place of the old one in one step. Which rows and what stands instead is in ``tables.py``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from affluent.errors import AlreadyRunning
from privacy.person import Person, Record
from privacy.tables import (
    ADDRESS,
    FIRST,
    LAST,
    PHONE,
    WHOLE,
    Table,
    all_text,
    listed,
    named,
    own,
    quoted,
    text,
    without,
)

LANDING = "landing"


@dataclass(frozen=True)
class Found:
    """A table with rows of the person, and how many."""

    file: Path
    table: Table
    rows: int


@contextmanager
def opened(
    path: Path, *, landing: Path | None = None, read_only: bool = True
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A file, with the landing beside it where its views need it.

    Raises AlreadyRunning when another process writes it.
    """
    try:
        con = duckdb.connect(str(path), read_only=read_only)
    except duckdb.IOException as error:
        if "lock" not in str(error).lower():
            raise
        raise AlreadyRunning(
            f"Another process holds {path}.", remedy="Wait until it ends, then try again."
        ) from error
    try:
        con.execute("set TimeZone = 'UTC'")
        if landing is not None and landing != path and landing.exists():
            con.execute(f"attach {text(str(landing))} as {LANDING} (read_only)")
        yield con
    finally:
        con.close()


def tables(con: duckdb.DuckDBPyConnection) -> list[Table]:
    """The tables of the file itself, views left out: they hold nothing."""
    rows = con.execute(
        "select schema_name, table_name, column_name, data_type from duckdb_columns()"
        " where database_name = current_database() and not internal"
        " and (schema_name, table_name) in (select (schema_name, table_name) from duckdb_tables()"
        "  where database_name = current_database())"
        " order by schema_name, table_name, column_index"
    ).fetchall()
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for schema, name, column, kind in rows:
        found.setdefault((schema, name), []).append((column, kind))
    return [Table(schema, name, columns) for (schema, name), columns in found.items()]


def records(con: duckdb.DuckDBPyConnection, where: str, values: list[Any]) -> list[Record]:
    """Rows of persons in the landing for which ``where`` holds.

    It may speak of ``address``, ``first_name``, ``last_name``, ``whole_name`` and ``key``.
    """
    found: list[Record] = []
    for table in tables(con):
        if table.source is None or not table.is_of_persons:
            continue
        found += _records(con, table, where, values)
    return found


def _records(
    con: duckdb.DuckDBPyConnection, table: Table, where: str, values: list[Any]
) -> list[Record]:
    def column(name: str | None) -> str:
        return "null" if name is None else quoted(name)

    phones = [quoted(name) for name in table.every(PHONE)]
    live = "not _is_deleted" if "_is_deleted" in table.names else "true"
    if "is_company" in table.names:  # Odoo keeps firms and persons in one table
        live += " and not coalesce(is_company, false)"
    rows = con.execute(
        f"select * from (select cast({quoted(table.key)} as varchar) as key,"
        f" cast({column(table.first(ADDRESS))} as varchar) as address,"
        f" cast({column(table.first(FIRST))} as varchar) as first_name,"
        f" cast({column(table.first(LAST))} as varchar) as last_name,"
        f" cast({column(table.first(WHOLE))} as varchar) as whole_name,"
        f" cast([{', '.join(phones)}] as varchar[]) as phones,"
        f" {column('lead_number' if 'lead_number' in table.names else None)} as number"
        f" from {table.sql} where {live}) where {where}",
        values,
    ).fetchall()
    return [
        Record(
            table.source or "",
            table.name,
            *(key, address, first, last, whole),
            phones=tuple(phone for phone in numbers or () if phone),
            number=number,
        )
        for key, address, first, last, whole, numbers, number in rows
    ]


def contact_keys(con: duckdb.DuckDBPyConnection, person: Person) -> list[str]:
    """Our keys of the person, as the build gave them."""
    for table in tables(con):
        if table.name == "int_contacts__resolved":
            rows = con.execute(
                f"select distinct contact_key from {table.sql} where {own(table, person)}"
            ).fetchall()
            return [str(key) for (key,) in rows]
    return []


def holdings(path: Path, person: Person) -> list[Found]:
    """The tables of a file that hold something of the person."""
    with opened(path) as con:
        found = []
        for table in tables(con):
            if not (table.texts or table.nested):
                continue
            query = f"select count(*) from {table.sql} where {named(table, person)}"
            count = int(con.execute(query).fetchall()[0][0])
            if count:
                found.append(Found(path, table, count))
    return found


def count(path: Path) -> int:
    """How many tables a file has."""
    with opened(path) as con:
        return len(tables(con))


def naming(path: Path, person: Person) -> list[Found]:
    """Tables in which an address or a whole name of the person still stands, wherever.

    Rows that are theirs by key stay, under the pseudonym; so they are looked into for no more than
    their words.
    """
    found = []
    with opened(path) as con:
        for table in tables(con):
            if not (table.texts or table.nested):
                continue
            sought = sorted({one.lower() for one in (*person.addresses, *person.everywhere)})
            ways = [f"contains({all_text(table)}, {text(value)})" for value in sought]
            cells = [
                f"({own(table, person)} and lower(trim({quoted(name)})) in "
                f"{listed([word.lower() for word in person.words if len(word) > 1])})"
                for name in table.texts
            ]
            where = " or ".join([*ways, *cells]) or "false"
            query = f"select count(*) from {table.sql} where {where}"
            if rows := int(con.execute(query).fetchall()[0][0]):
                found.append(Found(path, table, rows))
    return found


def rows_of(con: duckdb.DuckDBPyConnection, table: Table, person: Person) -> list[dict[str, Any]]:
    """The rows of a table that are the person's or name them, live ones alone."""
    live = " and not _is_deleted" if "_is_deleted" in table.names else ""
    cursor = con.execute(f"select * from {table.sql} where {named(table, person)}{live}")
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def erase(path: Path, person: Person, pseudonym: str, *, landing: Path | None = None) -> None:
    """Write a file anew without the person; afterwards nothing of the old one is left."""
    with opened(path, landing=landing, read_only=False) as con:
        for table in tables(con):
            if table.texts or table.nested:
                values = without(table, person, pseudonym)
                assignments = ", ".join(f"{quoted(n)} = {v}" for n, v in values.items())
                con.execute(f"update {table.sql} set {assignments} where {named(table, person)}")
        making = path.with_name(f".{path.name}.making")
        for stale in (making, Path(f"{making}.wal")):
            stale.unlink(missing_ok=True)
        name = str(con.execute("select current_database()").fetchall()[0][0])
        con.execute(f"attach {text(str(making))} as fresh")
        con.execute(f"copy from database {quoted(name)} to fresh")
        con.execute("detach fresh")
    os.replace(making, path)  # noqa: PTH105 the atomic step, by its name
    with suppress(FileNotFoundError):
        Path(f"{path}.wal").unlink()
