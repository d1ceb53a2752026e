"""Answer a ticket, wait for the customer, change its priority, give it to somebody."""

from __future__ import annotations

import datetime as dt

from operations.crm.moments import company_day
from operations.crm.owners.commands import owner_name as named
from operations.crm.tickets.calendar import Calendar
from operations.crm.tickets.model import (
    Priority,
    Ticket,
    first_response_due,
    require_later,
    require_priority,
    require_status,
    resolution_due,
    rested,
    seconds,
    to_the_second,
)
from operations.crm.tickets.service_levels import calendar, policy_on
from operations.crm.tickets.storage import Event, locked, write
from operations.database.connection import Connection

REOPEN_FIRST = "Reopen it first."


def respond(
    connection: Connection, *, ticket_id: int, at: dt.datetime, by: str | None = None
) -> None:
    """Note that somebody answered the customer. Only the first time counts.

    Raises NotFound, NotInStatus, TicketClosed, InvalidValue.
    """
    ticket = locked(connection, ticket_id)
    require_status(ticket, "open", "waiting", remedy=REOPEN_FIRST)
    at = to_the_second(at)
    require_later(ticket, at)
    fields, events = answered(calendar(connection), ticket, at, by)
    if events:
        write(connection, ticket_id, fields, *events)


def wait_for_customer(
    connection: Connection, *, ticket_id: int, at: dt.datetime, by: str | None = None
) -> None:
    """Ask the customer something: the clock of the solution rests until he answers.

    To ask is to answer: it counts as the first response. Raises NotFound, NotInStatus,
    TicketClosed, InvalidValue.
    """
    ticket = locked(connection, ticket_id)
    require_status(ticket, "open", remedy="It must be open to wait for the customer.")
    at = to_the_second(at)
    require_later(ticket, at)
    fields, events = answered(calendar(connection), ticket, at, by)
    fields |= {"status": "waiting", "waiting_since": at}
    write(connection, ticket_id, fields, *events, Event("waiting", at, by))


def customer_answered(
    connection: Connection, *, ticket_id: int, at: dt.datetime, by: str | None = None
) -> None:
    """Note that the customer answered: the clock runs again, and the promise has moved.

    Raises NotFound, NotInStatus, TicketClosed, InvalidValue.
    """
    ticket = locked(connection, ticket_id)
    require_status(ticket, "waiting", remedy="Nobody waits for the customer.")
    at = to_the_second(at)
    require_later(ticket, at)
    fields = {
        **waited(calendar(connection), ticket, at),
        "status": "open",
        "waiting_since": None,
    }
    write(connection, ticket_id, fields, Event("resumed", at, by))


def change_priority(
    connection: Connection,
    *,
    ticket_id: int,
    priority: Priority,
    at: dt.datetime,
    by: str | None = None,
) -> None:
    """Give a ticket another priority: what is promised for it on that day holds since it came.

    A promise that is kept or broken already stays, with the policy under which it was given: a
    lower priority does not mend a breach. Raises NotFound, NotInStatus, TicketClosed, NoPolicy,
    InvalidValue.
    """
    ticket = locked(connection, ticket_id)
    require_priority(priority, of=f"ticket {ticket.ticket_number}")
    require_status(ticket, "open", "waiting", remedy=REOPEN_FIRST)
    at = to_the_second(at)
    require_later(ticket, at)
    if priority == ticket.priority:
        return
    policy = policy_on(connection, priority, company_day(at))
    hours = calendar(connection)
    fields: dict[str, object] = {"priority": priority}
    if ticket.first_responded_at is None and at <= ticket.first_response_due_at:
        fields |= {
            "first_response_policy_id": policy.sla_policy_id,
            "first_response_due_at": first_response_due(hours, ticket.opened_at, policy),
        }
    if (ticket.waiting_since or at) <= ticket.resolution_due_at:
        due = resolution_due(
            hours,
            ticket.opened_at,
            minutes=policy.resolution_minutes,
            waited_seconds=ticket.waited_seconds,
        )
        fields |= {"resolution_policy_id": policy.sla_policy_id, "resolution_due_at": due}
    write(
        connection,
        ticket_id,
        fields,
        Event("priority", at, by, old=ticket.priority, new=priority),
    )


def assign_ticket(connection: Connection, *, ticket_id: int, owner_id: int, on: dt.date) -> None:
    """Say who works on a ticket that is not solved. Raises NotFound, NotEmployed, NotInStatus."""
    ticket = locked(connection, ticket_id)
    require_status(ticket, "open", "waiting", remedy=REOPEN_FIRST)
    name = named(connection, owner_id=owner_id, name=None, on=on)
    connection.execute(
        "update crm.tickets set owner_id = %s, owner_name = %s where ticket_id = %s",
        [owner_id, name, ticket_id],
    )


def answered(
    hours: Calendar, ticket: Ticket, at: dt.datetime, by: str | None
) -> tuple[dict[str, object], list[Event]]:
    """What changes with an answer to the customer: something with the first one alone."""
    if ticket.first_responded_at is not None:
        return {}, []
    fields: dict[str, object] = {
        "first_responded_at": at,
        "first_response_seconds": seconds(hours.elapsed(ticket.opened_at, at)),
    }
    return fields, [Event("responded", at, by)]


def waited(hours: Calendar, ticket: Ticket, at: dt.datetime) -> dict[str, object]:
    """What changes when nobody waits for the customer any more; nothing when nobody did."""
    if ticket.waiting_since is None:
        return {}
    return rested(hours, ticket, ticket.waiting_since, at)
