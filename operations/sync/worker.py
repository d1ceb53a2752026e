"""Delivers the messages of the outbox: each at least once, its effect once.

Two connections, as if there were two databases. One claims messages and notes what became of them;
the other writes the effect of each, and that it was handled, in one transaction. Killed between the
two, a message comes again, and the inbox knows it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import psycopg

from affluent.errors import AffluentError
from operations.database.connection import Connection
from operations.sync import accounts, finances, offers, quotes
from operations.sync.outbox import Failure, Message, Policy, claim, is_new, mark

# A record that somebody edits just now is left for a later try, and its lock keeps nobody up.
LOCK_TIMEOUT: Final = "set lock_timeout = '5s'"
# What became of a message may be lost with the machine: it comes again then, and is known.
MARKS_MAY_BE_LOST: Final = "set synchronous_commit = off"
Handler = Callable[[Connection, Message, dt.date], int]


@dataclass
class Summary:
    """What a run did.

    ``repeated``: messages that had been handled before; ``given_up``: of those that failed, which
    nobody tries any more; ``conflicts``: fields that wait for a person since; ``waiting``: messages
    that are left for a later run.
    """

    delivered: int = 0
    repeated: int = 0
    failed: int = 0
    given_up: int = 0
    conflicts: int = 0
    waiting: int = 0


def run_sync(
    dsn: str, *, today: dt.date, batch: int = 100, policy: Policy | None = None
) -> Summary:
    """Deliver what waits, until nothing more can be delivered now.

    ``dsn`` is the writer's. ``today`` decides what is overdue. Several runs at once share the work.
    """
    with psycopg.connect(dsn) as claims, psycopg.connect(dsn) as effects:
        claims.execute(MARKS_MAY_BE_LOST)
        claims.commit()
        effects.execute(LOCK_TIMEOUT)
        effects.commit()
        return deliver_all(claims, effects, today=today, batch=batch, policy=policy or Policy())


def deliver_all(
    claims: Connection, effects: Connection, *, today: dt.date, batch: int, policy: Policy
) -> Summary:
    """``run_sync`` on open connections, whose transactions it commits."""
    summary = Summary()
    finances.signal_due(claims, today=today)
    offers.signal_due(claims, today=today)
    claims.commit()
    while messages := claim(claims, batch=batch):
        failures = []
        for message in messages:
            reason = _deliver(effects, message, today, summary)
            if reason is not None:
                failures.append(Failure(message, reason))
        failed = {failure.message.outbox_id for failure in failures}
        delivered = [one for one in messages if one.outbox_id not in failed]
        summary.failed += len(failures)
        summary.given_up += mark(claims, delivered=delivered, failed=failures, policy=policy)
        claims.commit()
    row = claims.execute(
        "select count(*) from sync.outbox where delivered_at is null and dead_at is null"
    ).fetchone()
    summary.waiting = row[0] if row else 0
    return summary


def _deliver(effects: Connection, message: Message, today: dt.date, summary: Summary) -> str | None:
    """Handle a message in a transaction of its own; return why it failed, None when it did not."""
    try:
        if is_new(effects, message):
            summary.conflicts += HANDLERS[message.topic](effects, message, today)
            summary.delivered += 1
        else:
            summary.repeated += 1
        effects.commit()
    except (AffluentError, psycopg.Error, ArithmeticError, LookupError, ValueError) as error:
        if effects.closed:
            raise
        effects.rollback()
        return _words(error)
    return None


def _words(error: Exception) -> str:
    """Why it failed, for the person who looks at the messages that wait."""
    text = str(error).strip() or "no reason given"
    return f"{type(error).__name__}: {text}"


def _customer(connection: Connection, message: Message, today: dt.date) -> int:
    return accounts.bring_together(connection, message.aggregate_id, today=today)


def _account(connection: Connection, message: Message, today: dt.date) -> int:
    won_on = message.payload.get("won_on")
    on = dt.date.fromisoformat(won_on) if won_on else today
    return accounts.become_customer(connection, message.aggregate_id, on=on, today=today)


def _quote(connection: Connection, message: Message, today: dt.date) -> int:
    del today
    quotes.order_accepted(connection, message.aggregate_id)
    return 0


def _finances(connection: Connection, message: Message, today: dt.date) -> int:
    finances.refresh(connection, message.aggregate_id, today=today)
    return 0


def _offer(connection: Connection, message: Message, today: dt.date) -> int:
    offers.refresh(connection, message.aggregate_id, today=today)
    return 0


HANDLERS: Final[Mapping[str, Handler]] = {
    "customer": _customer,
    "account": _account,
    "quote": _quote,
    "finances": _finances,
    "offer": _offer,
}
