"""A change of some fields of a record: those that are not given stay as they are."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final

from psycopg import sql

from operations.database.connection import Connection


class Unchanged(Enum):
    """What a field is when a command is to leave it alone: None would empty it."""

    UNCHANGED = "unchanged"


UNCHANGED: Final = Unchanged.UNCHANGED


def given(**fields: object) -> dict[str, object]:
    """The fields that are to change. A text is trimmed, and an empty one is none at all."""
    return {name: _written(value) for name, value in fields.items() if value is not UNCHANGED}


def update(
    connection: Connection, *, table: str, key: str, key_value: int, fields: Mapping[str, object]
) -> int:
    """Write the fields of one record; return its version. Nothing given, nothing written."""
    place, column = sql.Identifier(*table.split(".")), sql.Identifier(key)
    if fields:
        assigned = sql.SQL(", ").join(
            sql.SQL("{} = %s").format(sql.Identifier(name)) for name in fields
        )
        query = sql.SQL("update {} set {} where {} = %s returning row_version").format(
            place, assigned, column
        )
    else:
        query = sql.SQL("select row_version from {} where {} = %s").format(place, column)
    row = connection.execute(query, [*fields.values(), key_value]).fetchone()
    if row is None:
        raise AssertionError(f"{table} lost the record {key_value} while it was locked")
    return int(row[0])


def _written(value: object) -> object:
    if isinstance(value, str):
        return value.strip() or None
    return value
