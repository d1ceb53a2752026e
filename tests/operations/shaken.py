"""Changes and deletions of any rows of the store, by force, as between two readings."""

from __future__ import annotations

import random
from collections.abc import Sequence

import psycopg
from psycopg import sql

from connectors.core.manifest import Stream
from operations.database.connection import Connection


def shake(owner: Connection, streams: Sequence[Stream], *, changes: int, seed: int) -> int:
    """Write so many changes into the tables of streams; return how many rows were deleted.

    Foreign keys and rules are set aside, the triggers that stamp and bury rows are not. A change
    that a table's checks refuse becomes one of its time of creation.
    """
    chance = random.Random(seed)  # noqa: S311  no secret
    owner.execute("set session_replication_role = replica")
    rows = [(stream, key) for stream in streams for key in _keys(owner, stream)]
    deleted = 0
    for stream, key in chance.sample(rows, min(changes, len(rows))):
        if chance.random() < 0.3:
            owner.execute(_statement(stream, "delete from {table} where {key}"), key)
            deleted += 1
        else:
            _change(owner, stream, key, chance)
    owner.execute("set session_replication_role = default")
    return deleted


def _keys(owner: Connection, stream: Stream) -> list[tuple[object, ...]]:
    names = sql.SQL(", ").join(map(sql.Identifier, stream.key))
    return owner.execute(_statement(stream, "select {names} from {table}", names=names)).fetchall()


def _change(
    owner: Connection, stream: Stream, key: tuple[object, ...], chance: random.Random
) -> None:
    amounts = [name for name in stream.control if name != stream.cursor]
    more = "update {table} set {column} = {column} + 0.01 where {key}"
    if amounts:
        column = sql.Identifier(chance.choice(amounts))
        try:
            with owner.transaction():
                owner.execute(_statement(stream, more, column=column), key)
        except psycopg.IntegrityError:
            pass
        else:
            return
    later = "update {table} set created_at = created_at + interval '1 second' where {key}"
    owner.execute(_statement(stream, later), key)


def _statement(stream: Stream, text: str, **parts: sql.Composable) -> sql.Composed:
    table = sql.Identifier(*(stream.table or "").split("."))
    key = sql.SQL(" and ").join(
        sql.SQL("{} = %s").format(sql.Identifier(name)) for name in stream.key
    )
    return sql.SQL(text).format(table=table, key=key, **parts)
