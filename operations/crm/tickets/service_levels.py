"""What is promised for each priority, and the hours in which the promise runs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from operations.crm.tickets.calendar import Calendar
from operations.crm.tickets.errors import NoPolicy, PolicyInThePast
from operations.crm.tickets.model import Policy, Priority, require_priority, require_spans
from operations.database.connection import Connection, first, insert
from operations.erp.party.model import require_name
from operations.errors import InvalidValue


def set_policy(
    connection: Connection,
    *,
    priority: Priority,
    first_response_minutes: int,
    resolution_minutes: int,
    valid_from: dt.date,
) -> int:
    """Promise something for a priority from a day on; the promise before ends on the eve.

    In minutes of business. Tickets keep the promise under which they came. Raises PolicyInThePast,
    InvalidValue.
    """
    require_priority(priority, of="the service level")
    if not 0 < first_response_minutes <= resolution_minutes:
        raise InvalidValue(
            f"The priority {priority} would be answered in {first_response_minutes} minutes and "
            f"solved in {resolution_minutes}.",
            remedy="Give more than zero, and no less for the solution than for the answer.",
        )
    row = connection.execute(
        "select sla_policy_id, valid_from, valid_to from crm.sla_policies where priority = %s"
        " order by valid_from desc limit 1 for update",
        [priority],
    ).fetchone()
    if row is not None:
        if valid_from <= row[1]:
            raise PolicyInThePast(priority, valid_from, latest=row[1])
        connection.execute(
            "update crm.sla_policies set valid_to = %s where sla_policy_id = %s"
            " and (valid_to is null or valid_to >= %s)",
            [valid_from - dt.timedelta(days=1), row[0], valid_from],
        )
    return insert(
        connection,
        "insert into crm.sla_policies (priority, first_response_minutes, resolution_minutes,"
        " valid_from) values (%s, %s, %s, %s) returning sla_policy_id",
        [priority, first_response_minutes, resolution_minutes, valid_from],
    )


def policy_on(connection: Connection, priority: str, day: dt.date) -> Policy:
    """What is promised for a priority on a day. Raises NoPolicy."""
    found = first(
        connection,
        Policy,
        "select sla_policy_id, priority, first_response_minutes, resolution_minutes"
        " from crm.sla_policies where priority = %s and valid_from <= %s"
        " and (valid_to is null or valid_to >= %s)",
        [priority, day, day],
    )
    if found is None:
        raise NoPolicy(priority, day)
    return found


def set_working_hours(
    connection: Connection, *, weekday: int, spans: Sequence[tuple[dt.time, dt.time]]
) -> None:
    """Say when somebody answers on a weekday (1 is Monday), in place of what was said.

    What was measured stays; promises made before count on as they were. Raises InvalidValue.
    """
    require_spans(weekday, spans)
    connection.execute("delete from crm.working_hours where weekday = %s", [weekday])
    connection.execute(
        "insert into crm.working_hours (weekday, starts_at, ends_at)"
        " select %s, * from unnest(%s::time[], %s::time[])",
        [weekday, [span[0] for span in spans], [span[1] for span in spans]],
    )


def close_on(connection: Connection, *, day: dt.date, name: str) -> None:
    """Say that the company is closed on a day that is no public holiday; and why."""
    require_name(name, of="closing day")
    connection.execute(
        "insert into crm.closing_days (closed_on, name) values (%s, %s)"
        " on conflict (closed_on) do update set name = excluded.name",
        [day, name.strip()],
    )


def open_on(connection: Connection, *, day: dt.date) -> None:
    """Say that the company is not closed on a day after all."""
    connection.execute("delete from crm.closing_days where closed_on = %s", [day])


def calendar(connection: Connection) -> Calendar:
    """The hours of business as they are set now."""
    hours: dict[int, list[tuple[dt.time, dt.time]]] = {}
    for weekday, starts_at, ends_at in connection.execute(
        "select weekday, starts_at, ends_at from crm.working_hours order by weekday, starts_at"
    ):
        hours.setdefault(weekday, []).append((starts_at, ends_at))
    closed = connection.execute("select closed_on from crm.closing_days").fetchall()
    return Calendar(hours, frozenset(row[0] for row in closed))
