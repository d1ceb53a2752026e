"""Takes the indexes of a table away while it is filled in bulk, and makes the same ones again.

A sorted index is made several times faster than it grows row by row, and is smaller. What a key or
a constraint stands on stays: foreign keys lean on it, and it refuses a double at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import sql

from operations.database.connection import Connection


@contextmanager
def without_indexes(connection: Connection, table: str) -> Iterator[None]:
    """Drop the indexes of ``table`` that no constraint needs, and make them again at the end.

    All in the caller's transaction: when it fails or is killed, they were never away.
    """
    rows = connection.execute(
        "select format('%%I.%%I', nspname, relname), pg_get_indexdef(indexrelid)"
        " from pg_index join pg_class on pg_class.oid = indexrelid"
        " join pg_namespace on pg_namespace.oid = relnamespace"
        " where indrelid = %s::regclass and not exists ("
        "  select from pg_constraint where conindid = indexrelid"
        " ) order by 1",
        [table],
    ).fetchall()
    for name, _ in rows:
        connection.execute(sql.SQL("drop index {}").format(sql.SQL(name)))
    yield
    for _, definition in rows:
        connection.execute(definition.encode())
