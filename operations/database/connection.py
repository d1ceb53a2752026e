"""What a command is given to write with, and how it asks for one row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, LiteralString, TypeVar

import psycopg
from psycopg.rows import class_row

Connection = psycopg.Connection[tuple[Any, ...]]
Values = Sequence[Any] | Mapping[str, Any]
Row = TypeVar("Row")


def every(
    connection: Connection, row: type[Row], query: LiteralString, values: Values
) -> list[Row]:
    """The rows that a query finds, each as a ``row``: its columns are that class's fields."""
    with connection.cursor(row_factory=class_row(row)) as cursor:
        return cursor.execute(query, values).fetchall()


def first(
    connection: Connection, row: type[Row], query: LiteralString, values: Values
) -> Row | None:
    """The first row that a query finds as a ``row``, or None."""
    found = every(connection, row, query, values)
    return found[0] if found else None


def insert(connection: Connection, query: LiteralString, values: Values) -> int:
    """Run an ``insert … returning`` of one row; return the key that the database gave."""
    row = connection.execute(query, values).fetchone()
    if row is None:
        raise AssertionError(f"an insert returned no key: {query}")
    return int(row[0])


def insert_all(connection: Connection, query: LiteralString, rows: Iterable[Sequence[Any]]) -> None:
    """Run one ``insert`` for each row, sent to the server in one go."""
    with connection.cursor() as cursor:
        cursor.executemany(query, list(rows))
