"""Messages that wait, and what became of them: claimed, delivered, tried again, given up.

Messages of one aggregate go one after the other: the next one is claimed when the one before was
delivered or given up. Those of others never wait for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from operations.database.connection import Connection, every, first
from operations.errors import NotFound
from operations.sync.errors import NotDead

LONGEST_ERROR = 2000


@dataclass(frozen=True)
class Policy:
    """How often a message is tried, and how long after a failure; the wait doubles each time."""

    tries: int = 8
    first_wait: dt.timedelta = dt.timedelta(seconds=10)
    longest_wait: dt.timedelta = dt.timedelta(hours=1)

    def wait(self, tries: int) -> dt.timedelta | None:
        """How long after the ``tries``-th failure; None: it is given up."""
        if tries >= self.tries:
            return None
        return min(self.first_wait * (1 << (tries - 1)), self.longest_wait)


@dataclass(frozen=True)
class Message:
    """A change that the other system must hear of."""

    outbox_id: int
    topic: str
    aggregate_id: int
    payload: Mapping[str, Any]
    occurred_at: dt.datetime
    tries: int


@dataclass(frozen=True)
class Pending:
    """A message that was not delivered; ``dead_at``: since when nobody tries it any more."""

    outbox_id: int
    topic: str
    aggregate_id: int
    system: str
    payload: Mapping[str, Any]
    occurred_at: dt.datetime
    tries: int
    next_try_at: dt.datetime
    last_error: str | None
    dead_at: dt.datetime | None


@dataclass(frozen=True)
class Failure:
    """Why a message was not delivered this time."""

    message: Message
    reason: str


@dataclass(frozen=True)
class _Dead:
    delivered_at: dt.datetime | None
    dead_at: dt.datetime | None


def claim(connection: Connection, *, batch: int) -> list[Message]:
    """The oldest waiting messages of aggregates, at most ``batch``, kept from other workers.

    They are this worker's until its transaction ends; one killed gives them back.
    """
    return every(
        connection,
        Message,
        "select outbox_id, topic, aggregate_id, payload, occurred_at, tries"
        " from sync.outbox as message"
        " where delivered_at is null and dead_at is null and next_try_at <= clock_timestamp()"
        " and not exists (select from sync.outbox as earlier"
        "  where earlier.topic = message.topic and earlier.aggregate_id = message.aggregate_id"
        "  and earlier.outbox_id < message.outbox_id"
        "  and earlier.delivered_at is null and earlier.dead_at is null)"
        " order by outbox_id limit %s for update skip locked",
        [batch],
    )


def mark(
    connection: Connection,
    *,
    delivered: Sequence[Message],
    failed: Sequence[Failure],
    policy: Policy,
) -> int:
    """Note what became of claimed messages; return how many were given up."""
    connection.execute(
        "update sync.outbox set delivered_at = clock_timestamp(), last_error = null"
        " where outbox_id = any(%s)",
        [[message.outbox_id for message in delivered]],
    )
    dead = 0
    for failure in failed:
        tries = failure.message.tries + 1
        wait = policy.wait(tries)
        dead += wait is None
        connection.execute(
            "update sync.outbox set tries = %s, last_error = %s,"
            " next_try_at = clock_timestamp() + coalesce(%s, interval '0'),"
            " dead_at = case when %s then clock_timestamp() end where outbox_id = %s",
            [
                tries,
                failure.reason[:LONGEST_ERROR],
                wait,
                wait is None,
                failure.message.outbox_id,
            ],
        )
    return dead


def is_new(connection: Connection, message: Message) -> bool:
    """Note that the message is handled in this transaction; False: it was handled before.

    Another worker that handles it just now is waited for.
    """
    row = connection.execute(
        "insert into sync.inbox (outbox_id) values (%s) on conflict do nothing returning outbox_id",
        [message.outbox_id],
    ).fetchone()
    return row is not None


def pending(connection: Connection) -> list[Pending]:
    """What was not delivered: given up first, then in the order of their changes."""
    return every(
        connection,
        Pending,
        "select outbox_id, topic, aggregate_id, system, payload, occurred_at, tries, next_try_at,"
        " last_error, dead_at from sync.outbox where delivered_at is null"
        " order by dead_at is null, outbox_id",
        [],
    )


def retry(connection: Connection, *, outbox_id: int) -> None:
    """Let a message that was given up be tried again, its cause mended.

    Raises NotFound, NotDead.
    """
    found = first(
        connection,
        _Dead,
        "select delivered_at, dead_at from sync.outbox where outbox_id = %s for update",
        [outbox_id],
    )
    if found is None:
        raise NotFound("message", outbox_id)
    if found.dead_at is None:
        raise NotDead(outbox_id, delivered_at=found.delivered_at)
    connection.execute(
        "update sync.outbox set dead_at = null, tries = 0, next_try_at = clock_timestamp()"
        " where outbox_id = %s",
        [outbox_id],
    )


def forget(connection: Connection, *, before: dt.datetime) -> int:
    """Take out messages delivered before a moment, and the note that they were handled."""
    rows = connection.execute(
        "delete from sync.outbox where delivered_at < %s returning outbox_id", [before]
    ).fetchall()
    connection.execute(
        "delete from sync.inbox where outbox_id = any(%s)", [[row[0] for row in rows]]
    )
    return len(rows)
