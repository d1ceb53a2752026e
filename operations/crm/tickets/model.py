"""A ticket, what was promised for it, and how the promise moves while the customer is waited for.

Instants are kept to the second, so that what is measured is exact.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from operations.crm.moments import require_not_before
from operations.crm.tickets.calendar import Calendar
from operations.crm.tickets.errors import NotInStatus, TicketClosed
from operations.errors import InvalidValue

Priority = Literal["low", "normal", "high", "urgent"]
Channel = Literal["email", "phone", "web", "chat", "visit"]


@dataclass(frozen=True)
class Policy:
    """What is promised for a priority, in minutes of business."""

    sla_policy_id: int
    priority: str
    first_response_minutes: int
    resolution_minutes: int


@dataclass(frozen=True)
class Ticket:
    """A ticket as it stands; ``resolution_minutes`` are those of the policy in force."""

    ticket_id: int
    ticket_number: str
    status: str
    priority: str
    account_id: int
    contact_id: int | None
    opened_at: dt.datetime
    first_response_policy_id: int
    resolution_policy_id: int
    first_response_due_at: dt.datetime
    first_responded_at: dt.datetime | None
    resolution_due_at: dt.datetime
    resolution_minutes: int
    resolved_at: dt.datetime | None
    waiting_since: dt.datetime | None
    waited_seconds: int
    last_event_at: dt.datetime


def first_response_due(calendar: Calendar, opened_at: dt.datetime, policy: Policy) -> dt.datetime:
    """When the first answer is due."""
    return calendar.after(opened_at, dt.timedelta(minutes=policy.first_response_minutes))


def resolution_due(
    calendar: Calendar, opened_at: dt.datetime, *, minutes: int, waited_seconds: int
) -> dt.datetime:
    """When the solution is due: time spent waiting for the customer is added."""
    promised = dt.timedelta(minutes=minutes, seconds=waited_seconds)
    return calendar.after(opened_at, promised)


def rested(
    calendar: Calendar, ticket: Ticket, since: dt.datetime, at: dt.datetime
) -> dict[str, object]:
    """What changes when a clock that rested runs again.

    The time of rest is not counted, and the promise moves by it; but a promise that was broken
    when the rest began stays where it is, and broken.
    """
    waited = ticket.waited_seconds + seconds(calendar.elapsed(since, at))
    if since > ticket.resolution_due_at:
        return {"waited_seconds": waited}
    due = resolution_due(
        calendar, ticket.opened_at, minutes=ticket.resolution_minutes, waited_seconds=waited
    )
    return {"waited_seconds": waited, "resolution_due_at": due}


def seconds(duration: dt.timedelta) -> int:
    """A duration between instants that are whole seconds."""
    return round(duration.total_seconds())


def to_the_second(at: dt.datetime) -> dt.datetime:
    """An instant as it is kept."""
    return at.replace(microsecond=0)


def require_status(ticket: Ticket, *wanted: str, remedy: str) -> None:
    """Refuse a ticket that is elsewhere. Raises NotInStatus, TicketClosed."""
    if ticket.status == "closed":
        raise TicketClosed(ticket.ticket_number)
    if ticket.status not in wanted:
        raise NotInStatus(
            ticket.ticket_number, ticket.status, wanted=" or ".join(wanted), remedy=remedy
        )


def require_later(ticket: Ticket, at: dt.datetime) -> None:
    """Nothing happens to a ticket before what happened to it last. Raises InvalidValue."""
    require_not_before(
        at,
        ticket.last_event_at,
        what=f"What happens to ticket {ticket.ticket_number}",
        since="the last thing happened at",
    )


def require_priority(priority: str, *, of: str) -> None:
    """Refuse a priority for which nothing can be promised."""
    _require_one(priority, get_args(Priority), what=f"The priority of {of}")


def require_channel(channel: str, *, of: str) -> None:
    """Refuse a way to reach the company that is none of the known ones."""
    _require_one(channel, get_args(Channel), what=f"The channel of {of}")


def require_spans(weekday: int, spans: Sequence[tuple[dt.time, dt.time]]) -> None:
    """Refuse hours of a weekday that end before they start, or that overlap."""
    if not 1 <= weekday <= 7:
        raise InvalidValue(
            f"There is no weekday {weekday}.", remedy="Give 1 for Monday to 7 for Sunday."
        )
    last = dt.time.min
    for starts_at, ends_at in spans:
        if not last <= starts_at < ends_at:
            raise InvalidValue(
                f"The hours from {starts_at:%H:%M} to {ends_at:%H:%M} are out of order.",
                remedy="Give spans one after the other, each ending after it starts.",
            )
        last = ends_at


def require_score(kind: str, score: int) -> None:
    """Refuse an answer that the question does not offer."""
    lowest, highest = (0, 10) if kind == "nps" else (1, 5)
    if not lowest <= score <= highest:
        raise InvalidValue(
            f"The answer to a survey of {kind} is {score}.",
            remedy=f"Give a number between {lowest} and {highest}.",
        )


def _require_one(value: str, known: Sequence[str], *, what: str) -> None:
    if value not in known:
        raise InvalidValue(f"{what} is {value!r}.", remedy=f"Give one of: {', '.join(known)}.")
