"""An activity: planned, then done with an outcome or given up with a reason."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, get_args

from operations.crm.activities.errors import AboutNothing, ActivityOver
from operations.errors import InvalidValue

Kind = Literal["mail", "call", "meeting", "task"]
Direction = Literal["inbound", "outbound"]


@dataclass(frozen=True)
class About:
    """What an activity is about: at least one of these."""

    account_id: int | None = None
    contact_id: int | None = None
    lead_id: int | None = None
    opportunity_id: int | None = None
    ticket_id: int | None = None

    def is_nothing(self) -> bool:
        """Whether none of them is given."""
        return self == About()


@dataclass(frozen=True)
class NextStep:
    """What is to be done after an activity, by whom (its owner when nobody is named)."""

    kind: Kind
    subject: str
    due_on: dt.date
    owner_id: int | None = None


@dataclass(frozen=True)
class Activity:
    """An activity as it stands."""

    activity_id: int
    activity_number: str
    kind: str
    direction: str | None
    account_id: int | None
    contact_id: int | None
    lead_id: int | None
    opportunity_id: int | None
    ticket_id: int | None
    owner_id: int | None
    owner_name: str | None
    planned_at: dt.datetime
    done_at: dt.datetime | None
    cancelled_at: dt.datetime | None

    @property
    def about(self) -> About:
        """What it is about."""
        return About(
            self.account_id, self.contact_id, self.lead_id, self.opportunity_id, self.ticket_id
        )


def require_kind(kind: str, direction: str | None, *, of: str) -> None:
    """Refuse an activity of no known kind or direction."""
    if kind not in get_args(Kind):
        raise InvalidValue(
            f"The kind of activity {of!r} is {kind!r}.",
            remedy=f"Give one of: {', '.join(get_args(Kind))}.",
        )
    if direction is not None and direction not in get_args(Direction):
        raise InvalidValue(
            f"The direction of activity {of!r} is {direction!r}.",
            remedy=f"Give one of: {', '.join(get_args(Direction))}; or none.",
        )


def require_about(about: About, *, of: str) -> None:
    """Refuse an activity about nothing. Raises AboutNothing."""
    if about.is_nothing():
        raise AboutNothing(of)


def require_ahead(activity: Activity) -> None:
    """Refuse what was done or given up already. Raises ActivityOver."""
    if activity.done_at is not None:
        raise ActivityOver(activity.activity_number, "done")
    if activity.cancelled_at is not None:
        raise ActivityOver(activity.activity_number, "cancelled")
