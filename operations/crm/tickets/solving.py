"""Solve a ticket, take it up again, close it for good; and see which promises are broken."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import cast

from operations.crm.moments import require_aware
from operations.crm.tickets.handling import answered, waited
from operations.crm.tickets.model import (
    require_later,
    require_status,
    rested,
    seconds,
    to_the_second,
)
from operations.crm.tickets.service_levels import calendar
from operations.crm.tickets.storage import Event, locked, write
from operations.database.connection import Connection, every


@dataclass(frozen=True)
class Overdue:
    """A ticket that waits for the company longer than was promised."""

    ticket_id: int
    ticket_number: str
    priority: str
    owner_name: str | None
    first_response_due_at: dt.datetime | None
    resolution_due_at: dt.datetime | None


def resolve(
    connection: Connection, *, ticket_id: int, at: dt.datetime, by: str | None = None
) -> None:
    """Note that a ticket is solved. A solution is an answer too, when there was none before.

    Raises NotFound, NotInStatus, TicketClosed, InvalidValue.
    """
    ticket = locked(connection, ticket_id)
    require_status(ticket, "open", "waiting", remedy="It is solved already.")
    at = to_the_second(at)
    require_later(ticket, at)
    hours = calendar(connection)
    fields, events = answered(hours, ticket, at, by)
    fields |= waited(hours, ticket, at)
    rest = cast(int, fields.get("waited_seconds", ticket.waited_seconds))
    fields |= {
        "status": "resolved",
        "waiting_since": None,
        "resolved_at": at,
        "resolution_seconds": seconds(hours.elapsed(ticket.opened_at, at)) - rest,
    }
    write(connection, ticket_id, fields, *events, Event("resolved", at, by))


def reopen(
    connection: Connection, *, ticket_id: int, at: dt.datetime, by: str | None = None
) -> None:
    """Take up a ticket that was not solved after all: its clock runs on.

    The time in which it stood solved is not counted. Raises NotFound, NotInStatus, TicketClosed,
    InvalidValue.
    """
    ticket = locked(connection, ticket_id)
    require_status(ticket, "resolved", remedy="It is not solved yet: go on with it.")
    at = to_the_second(at)
    require_later(ticket, at)
    resolved_at = cast(dt.datetime, ticket.resolved_at)
    fields = {
        **rested(calendar(connection), ticket, resolved_at, at),
        "status": "open",
        "resolved_at": None,
        "resolution_seconds": None,
    }
    write(connection, ticket_id, fields, Event("reopened", at, by))
    connection.execute(
        "update crm.tickets set reopened_count = reopened_count + 1 where ticket_id = %s",
        [ticket_id],
    )


def close(
    connection: Connection, *, ticket_id: int, at: dt.datetime, by: str | None = None
) -> None:
    """Close a solved ticket for good. Raises NotFound, NotInStatus, TicketClosed, InvalidValue."""
    ticket = locked(connection, ticket_id)
    require_status(ticket, "resolved", remedy="Solve it first.")
    at = to_the_second(at)
    require_later(ticket, at)
    write(connection, ticket_id, {"status": "closed", "closed_at": at}, Event("closed", at, by))


def overdue(connection: Connection, *, at: dt.datetime) -> list[Overdue]:
    """The tickets whose promise is broken at an instant and that nobody has answered or solved.

    Those first whose promise was broken first; one that waits for the customer only when it was
    broken before.
    """
    require_aware(at, what="The instant to look at")
    return every(
        connection,
        Overdue,
        "select ticket_id, ticket_number, priority, owner_name,"
        " case when not is_answered then first_response_due_at end as first_response_due_at,"
        " case when is_late then resolution_due_at end as resolution_due_at"
        " from crm.tickets cross join lateral (select"
        "  first_responded_at is not null or first_response_due_at >= %(at)s as is_answered,"
        "  resolution_due_at < coalesce(waiting_since, %(at)s) as is_late) as seen"
        " where status in ('open', 'waiting') and opened_at <= %(at)s"
        " and (is_late or not is_answered)"
        " order by least(case when not is_answered then first_response_due_at end,"
        "  case when is_late then resolution_due_at end), ticket_id",
        {"at": at},
    )
