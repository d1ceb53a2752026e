"""Find an owner among the staff; hand everything over that somebody who leaves still holds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from operations.crm.opportunities.events import require_forward_for_all, say
from operations.crm.owners.errors import HandsOverToItself
from operations.crm.owners.model import Owner, require_employed
from operations.database.connection import Connection, first
from operations.errors import NotFound


@dataclass(frozen=True)
class HandedOver:
    """How many records of each kind have another owner now."""

    accounts: int
    leads: int
    opportunities: int
    activities: int
    tickets: int
    campaigns: int


# What is decided stays with who did it: these are the records that somebody still has to work on.
_OPEN_RECORDS = {
    "accounts": "merged_into_id is null",
    "leads": "merged_into_id is null and status in ('new', 'working', 'qualified')",
    "opportunities": "closed_on is null",
    "activities": "done_at is null and cancelled_at is null",
    "tickets": "status in ('open', 'waiting')",
    "campaigns": "status in ('planned', 'running')",
}


def owner(connection: Connection, employee_id: int) -> Owner:
    """An employee as owner of records. Raises NotFound."""
    found = first(
        connection,
        Owner,
        "select employee_id, employee_number, name, hired_on, left_on from erp.employees"
        " where employee_id = %s",
        [employee_id],
    )
    if found is None:
        raise NotFound("employee", employee_id)
    return found


def owner_name(
    connection: Connection, *, owner_id: int | None, name: str | None, on: dt.date | None
) -> str | None:
    """How the owner of a record is called: as said, else as the staff list says.

    Raises NotFound, NotEmployed when the owner does not work here on that day; of a day that
    nobody gives, nothing is asked.
    """
    if owner_id is None:
        return name
    found = owner(connection, owner_id)
    if on is not None:
        require_employed(found, on)
    return name or found.name


def hand_over(
    connection: Connection,
    *,
    from_owner_id: int,
    to_owner_id: int,
    on: dt.date,
    by: str | None = None,
) -> HandedOver:
    """Give all open records of one owner to another; deals keep it as a change of that day.

    Raises HandsOverToItself, NotEmployed, NotFound; InvalidValue when a deal changed its owner
    after that day.
    """
    leaver, taker = owner(connection, from_owner_id), owner(connection, to_owner_id)
    if from_owner_id == to_owner_id:
        raise HandsOverToItself(leaver.employee_number)
    require_employed(taker, on)
    require_forward_for_all(
        connection, owner_id=from_owner_id, fields=["owner_id", "owner_name"], on=on
    )
    counts = {}
    for table, is_open in _OPEN_RECORDS.items():
        if table == "opportunities":
            say(connection, on=on, by=by)
        written = connection.execute(
            f"update crm.{table} set owner_id = %s, owner_name = %s"
            f" where owner_id = %s and {is_open}",
            [to_owner_id, taker.name, from_owner_id],
        )
        counts[table] = written.rowcount
    return HandedOver(**counts)
