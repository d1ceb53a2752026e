"""Which part a contact plays: at the account, or in one deal."""

from __future__ import annotations

import datetime as dt

from operations.crm.accounts.contacts import require_contact
from operations.crm.accounts.errors import RoleHeld, RoleNotHeld
from operations.crm.accounts.model import Role, require_role
from operations.database.connection import Connection
from operations.errors import InvalidValue, NotFound


def give_role(
    connection: Connection,
    *,
    contact_id: int,
    role: Role,
    on: dt.date,
    opportunity_id: int | None = None,
) -> int:
    """Say that a contact plays a part from a day on; return the role's key.

    Raises NotFound, MergedAway, ForeignContact, RoleHeld, InvalidValue.
    """
    of_account = None
    if opportunity_id is not None:
        row = connection.execute(
            "select account_id from crm.opportunities where opportunity_id = %s for key share",
            [opportunity_id],
        ).fetchone()
        if row is None:
            raise NotFound("opportunity", opportunity_id)
        of_account = row[0]
    contact = require_contact(connection, contact_id, of_account=of_account)
    require_role(role, of=f"contact {contact.last_name}")
    row = connection.execute(
        "insert into crm.contact_roles (contact_id, opportunity_id, role, started_on)"
        " values (%s, %s, %s, %s)"
        " on conflict (contact_id, opportunity_id, role) where ended_on is null do nothing"
        " returning contact_role_id",
        [contact_id, opportunity_id, role, on],
    ).fetchone()
    if row is None:
        raise RoleHeld(contact.last_name, role)
    return int(row[0])


def end_role(
    connection: Connection,
    *,
    contact_id: int,
    role: Role,
    on: dt.date,
    opportunity_id: int | None = None,
) -> None:
    """Say that a contact plays a part no more after a day.

    Raises NotFound, RoleNotHeld, InvalidValue.
    """
    contact = require_contact(connection, contact_id)
    row = connection.execute(
        "select contact_role_id, started_on from crm.contact_roles where contact_id = %s"
        " and role = %s and opportunity_id is not distinct from %s and ended_on is null for update",
        [contact_id, role, opportunity_id],
    ).fetchone()
    if row is None:
        raise RoleNotHeld(contact.last_name, role)
    if on < row[1]:
        raise InvalidValue(
            f"Contact {contact.last_name} holds the role {role} since {row[1]}; "
            f"it cannot end on {on}.",
            remedy="Give that day or a later one.",
        )
    connection.execute(
        "update crm.contact_roles set ended_on = %s where contact_role_id = %s", [on, row[0]]
    )
