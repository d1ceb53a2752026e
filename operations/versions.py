"""Two people edit one record: the second one is told, instead of wiping out what the first wrote.

Every table counts the changes of each row in ``row_version``. Who edits a record says which version
he saw; a command looks whether it still stands, with the row locked until its transaction ends.
"""

from __future__ import annotations

import datetime as dt

from psycopg import sql

from operations.database.connection import Connection
from operations.errors import CommandRefused, NotFound

KEY_COLUMN = """
    select attname from pg_index
    join pg_attribute on attrelid = indrelid and attnum = indkey[0]
    where indrelid = %s::regclass and indisprimary and indnkeyatts = 1"""


class LostUpdate(CommandRefused):
    """The record was changed since it was read: writing now would undo that change unseen."""

    def __init__(
        self, record: str, *, expected: int, stands: int, changed_at: dt.datetime | None
    ) -> None:
        when = f" since {changed_at:%Y-%m-%d %H:%M:%S %Z}" if changed_at else ""
        super().__init__(
            f"{record} is at version {stands}{when}; the change was made on version {expected}.",
            remedy="Read it again, see what has changed, and make the change on what stands now.",
        )


def require_version(
    connection: Connection, *, table: str, key: int | str, expected: int | None
) -> None:
    """Lock the record, and refuse when it is not at the ``expected`` version any more.

    ``table`` with its schema, such as ``erp.customers``; ``key`` its primary key. None expects
    nothing and only locks. Raises LostUpdate, NotFound.
    """
    place = sql.Identifier(*table.split("."))
    column = _key_column(connection, table)
    row = connection.execute(
        sql.SQL(
            "select row_version, updated_at, to_jsonb(record) from {} as record"
            " where {} = %s for update"
        ).format(place, sql.Identifier(column)),
        [key],
    ).fetchone()
    if row is None:
        raise NotFound(f"record of {table}", key)
    stands, changed_at, record = row
    if expected is not None and stands != expected:
        # changed_at tells who was later only when the other one has changed it at all.
        raise LostUpdate(
            f"Record {_name(record, column, key)} of {table}",
            expected=expected,
            stands=stands,
            changed_at=changed_at.astimezone(dt.UTC) if stands > expected else None,
        )


_columns: dict[str, str] = {}


def _key_column(connection: Connection, table: str) -> str:
    """The only column of the table's primary key; asked once a process: no migration moves it."""
    if table not in _columns:
        row = connection.execute(KEY_COLUMN, [table]).fetchone()
        if row is None:
            raise AssertionError(f"{table} has no primary key of one column")
        _columns[table] = row[0]
    return _columns[table]


def _name(record: dict[str, object], column: str, key: int | str) -> str:
    """What people call a record: its number where it has one, else its key."""
    return str(record.get(column.removesuffix("_id") + "_number") or key)
