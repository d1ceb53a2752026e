"""Who may let money be spent: an employee, up to the own approval limit, while employed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from operations.database.connection import Connection, first
from operations.erp.purchasing.errors import AboveLimit, NotEmployed, OwnRequest
from operations.errors import NotFound

NAMED: Final = 3


@dataclass(frozen=True)
class Employee:
    """An employee as purchasing needs it; without a limit somebody approves nothing."""

    employee_id: int
    employee_number: str
    hired_on: dt.date
    left_on: dt.date | None
    approval_limit: Decimal | None


def employed(connection: Connection, employee_id: int, on: dt.date) -> Employee:
    """An employee of that day. Raises NotFound, NotEmployed."""
    found = first(
        connection,
        Employee,
        "select employee_id, employee_number, hired_on, left_on, approval_limit"
        " from erp.employees where employee_id = %s",
        [employee_id],
    )
    if found is None:
        raise NotFound("employee", employee_id)
    if on < found.hired_on or (found.left_on is not None and on > found.left_on):
        raise NotEmployed(
            f"Employee {found.employee_number} does not work here on {on}.",
            remedy="Name somebody who does.",
        )
    return found


def require_authority(
    connection: Connection,
    employee_id: int,
    *,
    amount: Decimal,
    on: dt.date,
    document: str,
    asked_by: int | None = None,
) -> Employee:
    """Somebody may let ``amount`` (company currency) be spent on what another asked for.

    Raises OwnRequest, AboveLimit (which names who may), NotEmployed, NotFound.
    """
    employee = employed(connection, employee_id, on)
    if employee_id == asked_by:
        raise OwnRequest(document, who=f"employee {employee.employee_number}")
    limit = employee.approval_limit or Decimal(0)
    if limit < amount:
        rows = connection.execute(
            "select employee_number from erp.employees where approval_limit >= %s"
            " and employee_id is distinct from %s and hired_on <= %s"
            " and (left_on is null or left_on >= %s) order by approval_limit, employee_id limit %s",
            [amount, asked_by, on, on, NAMED],
        ).fetchall()
        raise AboveLimit(
            document,
            amount,
            who=f"employee {employee.employee_number}",
            limit=limit,
            others=[row[0] for row in rows],
        )
    return employee
