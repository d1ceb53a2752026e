"""Plan activities, note what was done and with which outcome, and plan what follows."""

from __future__ import annotations

import datetime as dt

from operations.crm.accounts.errors import MergedAway
from operations.crm.activities.errors import AboutTwoFirms
from operations.crm.activities.model import (
    About,
    Activity,
    Direction,
    Kind,
    NextStep,
    require_about,
    require_ahead,
    require_kind,
)
from operations.crm.leads.capture import note_first_response
from operations.crm.moments import company_day, require_aware, require_not_before
from operations.crm.owners.commands import owner_name as named
from operations.database.connection import Connection, first, insert
from operations.erp.party.model import require_name
from operations.errors import NotFound
from operations.numbering import next_number

_ABOUT = """
    select 'account', account_id, merged_into_id from crm.accounts
    where account_id = %(account_id)s
    union all
    select 'contact', account_id, merged_into_id from crm.contacts
    where contact_id = %(contact_id)s
    union all
    select 'lead', account_id, merged_into_id from crm.leads where lead_id = %(lead_id)s
    union all
    select 'opportunity', account_id, null from crm.opportunities
    where opportunity_id = %(opportunity_id)s
    union all
    select 'ticket', account_id, null from crm.tickets where ticket_id = %(ticket_id)s"""


def plan_activity(
    connection: Connection,
    *,
    kind: Kind,
    subject: str,
    about: About,
    at: dt.datetime,
    due_on: dt.date | None = None,
    owner_id: int | None = None,
    owner_name: str | None = None,
    follows_id: int | None = None,
) -> int:
    """Plan something to do until a day; return its key. ``at`` is when it was planned.

    Raises NotFound, MergedAway, AboutNothing, AboutTwoFirms, NotEmployed, InvalidValue.
    """
    require_aware(at, what=f"The planning of {subject!r}")
    owner_name = named(connection, owner_id=owner_id, name=owner_name, on=company_day(at))
    return _write(
        connection,
        about,
        kind=kind,
        subject=subject,
        direction=None,
        planned_at=at,
        due_on=due_on,
        owner_id=owner_id,
        owner_name=owner_name,
        follows_id=follows_id,
    )


def log_activity(
    connection: Connection,
    *,
    kind: Kind,
    subject: str,
    about: About,
    at: dt.datetime,
    outcome: str,
    direction: Direction | None = None,
    owner_id: int | None = None,
    owner_name: str | None = None,
) -> int:
    """Note what was done without having been planned; return its key.

    A mail, call or meeting towards a lead is its first response. Raises NotFound, MergedAway,
    AboutNothing, AboutTwoFirms, NotEmployed, InvalidValue.
    """
    require_aware(at, what=f"The time of {subject!r}")
    require_name(outcome, of=f"outcome of {subject!r}")
    owner_name = named(connection, owner_id=owner_id, name=owner_name, on=company_day(at))
    activity_id = _write(
        connection,
        about,
        kind=kind,
        subject=subject,
        direction=direction,
        planned_at=at,
        done_at=at,
        outcome=outcome.strip(),
        owner_id=owner_id,
        owner_name=owner_name,
    )
    _answer_lead(connection, about.lead_id, kind, direction, at)
    return activity_id


def complete_activity(
    connection: Connection,
    *,
    activity_id: int,
    at: dt.datetime,
    outcome: str,
    direction: Direction | None = None,
    next_step: NextStep | None = None,
) -> int | None:
    """Note that something planned was done, and plan what follows; return the key of that.

    Raises NotFound, ActivityOver, NotEmployed, InvalidValue.
    """
    activity = _locked(connection, activity_id)
    number = activity.activity_number
    require_ahead(activity)
    require_name(outcome, of=f"outcome of {number}")
    require_kind(activity.kind, direction, of=number)
    require_not_before(
        at, activity.planned_at, what=f"Activity {number}", since="it was planned at"
    )
    connection.execute(
        "update crm.activities set done_at = %s, outcome = %s, direction = %s"
        " where activity_id = %s",
        [at, outcome.strip(), direction, activity_id],
    )
    _answer_lead(connection, activity.lead_id, activity.kind, direction, at)
    if next_step is None:
        return None
    owner_id = next_step.owner_id or activity.owner_id
    return plan_activity(
        connection,
        kind=next_step.kind,
        subject=next_step.subject,
        about=activity.about,
        at=at,
        due_on=next_step.due_on,
        owner_id=owner_id,
        owner_name=activity.owner_name if owner_id is None else None,
        follows_id=activity_id,
    )


def cancel_activity(
    connection: Connection, *, activity_id: int, at: dt.datetime, reason: str
) -> None:
    """Give up something planned, and say why. Raises NotFound, ActivityOver, InvalidValue."""
    activity = _locked(connection, activity_id)
    require_ahead(activity)
    require_name(reason, of=f"reason for giving up {activity.activity_number}")
    require_not_before(
        at,
        activity.planned_at,
        what=f"The end of activity {activity.activity_number}",
        since="it was planned at",
    )
    connection.execute(
        "update crm.activities set cancelled_at = %s, cancelled_reason = %s where activity_id = %s",
        [at, reason.strip(), activity_id],
    )


def _locked(connection: Connection, activity_id: int) -> Activity:
    found = first(
        connection,
        Activity,
        "select activity_id, activity_number, kind, direction, account_id, contact_id, lead_id,"
        " opportunity_id, ticket_id, owner_id, owner_name, planned_at, done_at, cancelled_at"
        " from crm.activities where activity_id = %s for update",
        [activity_id],
    )
    if found is None:
        raise NotFound("activity", activity_id)
    return found


def _write(connection: Connection, about: About, **fields: object) -> int:
    """Enter an activity whose values were checked, about what was found; return its key."""
    subject = str(fields["subject"])
    require_name(subject, of="activity")
    require_kind(str(fields["kind"]), fields.get("direction"), of=subject)  # type: ignore[arg-type]
    require_about(about, of=subject)
    links = vars(about) | {"account_id": _account_of(connection, about, subject)}
    columns = {**fields, **links, "subject": subject.strip()}
    return insert(
        connection,
        f"insert into crm.activities (activity_number, {', '.join(columns)})"
        f" values (%s{', %s' * len(columns)}) returning activity_id",
        [next_number(connection, "activity"), *columns.values()],
    )


def _account_of(connection: Connection, about: About, subject: str) -> int | None:
    """The account that all of it belongs to; None for a lead that is not one yet."""
    asked = vars(about)
    found = {
        thing: (account_id, merged_into_id)
        for thing, account_id, merged_into_id in connection.execute(_ABOUT, asked)
    }
    for column, key in asked.items():
        thing = column.removesuffix("_id")
        if key is None:
            continue
        if thing not in found:
            raise NotFound(thing, key)
        if (into := found[thing][1]) is not None:
            raise MergedAway(f"{thing.capitalize()} {key}", into=f"{thing} {into}")
    accounts = {account_id for account_id, _ in found.values() if account_id is not None}
    if len(accounts) > 1:
        raise AboutTwoFirms(subject, ", ".join(str(key) for key in sorted(accounts)))
    return accounts.pop() if accounts else None


def _answer_lead(
    connection: Connection,
    lead_id: int | None,
    kind: str,
    direction: str | None,
    at: dt.datetime,
) -> None:
    if lead_id is not None and direction == "outbound" and kind != "task":
        note_first_response(connection, lead_id=lead_id, at=at)
