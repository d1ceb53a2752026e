"""Read one ticket with its row locked; write what changes of it, with the event that says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from operations.crm import edits
from operations.crm.tickets.model import Ticket
from operations.database.connection import Connection, first
from operations.errors import NotFound


@dataclass(frozen=True)
class Event:
    """What happened to a ticket, and when; ``old`` and ``new`` where a value changed."""

    kind: str
    at: dt.datetime
    by: str | None
    old: str | None = None
    new: str | None = None


def locked(connection: Connection, ticket_id: int) -> Ticket:
    """A ticket, locked until the transaction ends. Raises NotFound."""
    # Locked first, read then: what a subquery sees was fixed before the wait for the lock.
    connection.execute("select from crm.tickets where ticket_id = %s for update", [ticket_id])
    found = first(
        connection,
        Ticket,
        "select ticket_id, ticket_number, status, tickets.priority, account_id, contact_id,"
        " opened_at, first_response_policy_id, resolution_policy_id, first_response_due_at,"
        " first_responded_at, resolution_due_at, resolution_minutes, resolved_at, waiting_since,"
        " waited_seconds, (select max(happened_at) from crm.ticket_events as events"
        "  where events.ticket_id = tickets.ticket_id) as last_event_at"
        " from crm.tickets join crm.sla_policies on sla_policy_id = resolution_policy_id"
        " where ticket_id = %s",
        [ticket_id],
    )
    if found is None:
        raise NotFound("ticket", ticket_id)
    return found


def write(
    connection: Connection, ticket_id: int, fields: Mapping[str, object], *events: Event
) -> None:
    """Write what changes of a ticket, and what happened: with the promises that hold after it."""
    edits.update(
        connection, table="crm.tickets", key="ticket_id", key_value=ticket_id, fields=fields
    )
    remember(connection, ticket_id, *events)


def remember(connection: Connection, ticket_id: int, *events: Event) -> None:
    """Write what happened to a ticket, in one statement."""
    connection.execute(
        "insert into crm.ticket_events (ticket_id, kind, happened_at, written_by, old_value,"
        " new_value, first_response_policy_id, resolution_policy_id, first_response_due_at,"
        " resolution_due_at)"
        " select ticket_id, kind, happened_at, written_by, old_value, new_value,"
        " first_response_policy_id, resolution_policy_id, first_response_due_at,"
        " resolution_due_at from crm.tickets"
        " cross join unnest(%s::text[], %s::timestamptz[], %s::text[], %s::text[], %s::text[])"
        "  with ordinality"
        "  as happened (kind, happened_at, written_by, old_value, new_value, position)"
        " where ticket_id = %s order by position",
        [
            [event.kind for event in events],
            [event.at for event in events],
            [event.by for event in events],
            [event.old for event in events],
            [event.new for event in events],
            ticket_id,
        ],
    )
