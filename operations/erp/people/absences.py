"""Absences: whole days on which somebody is away."""

from __future__ import annotations

import datetime as dt
from typing import get_args

from operations.database.connection import Connection, insert
from operations.erp.people.employees import employee
from operations.erp.people.entitlements import hold_payrolls, require_not_run
from operations.erp.people.errors import AbsentAlready, CancelledAlready, WorkedThen
from operations.erp.people.model import AbsenceKind
from operations.errors import InvalidValue
from operations.validity import require_span
from operations.versions import require_version


def record_absence(
    connection: Connection,
    *,
    employee_id: int,
    kind: AbsenceKind,
    starts_on: dt.date,
    ends_on: dt.date,
) -> int:
    """Enter that somebody is away, from a day to a day, both included; return the key.

    Unpaid days come off the month's pay, so not in a month that was paid. Raises NotEmployed,
    AbsentAlready, WorkedThen, PayrollRun, InvalidValue, NotFound.
    """
    if kind == "unpaid":  # the company before its people: the order of all who lock both
        company_id = employee(connection, employee_id).company_id
        hold_payrolls(connection, company_id=company_id)
    connection.execute(
        "select from erp.employees where employee_id = %s for no key update", [employee_id]
    )
    who = employee(connection, employee_id)
    number = who.employee_number
    if kind not in get_args(AbsenceKind):
        raise InvalidValue(
            f"Employee {number} would be absent for {kind!r}.",
            remedy=f"Give one of {', '.join(get_args(AbsenceKind))}.",
        )
    what = f"The absence of employee {number}"
    require_span(starts_on, ends_on, what=what)
    who.require_employed(starts_on)
    who.require_employed(ends_on)
    row = connection.execute(
        "select starts_on, ends_on from erp.absences where employee_id = %s"
        " and cancelled_at is null and starts_on <= %s and ends_on >= %s"
        " order by starts_on limit 1",
        [employee_id, ends_on, starts_on],
    ).fetchone()
    if row is not None:
        raise AbsentAlready(number, row[0], row[1])
    row = connection.execute(
        "select min(worked_on) from erp.working_times where employee_id = %s and hours > 0"
        " and worked_on between %s and %s",
        [employee_id, starts_on, ends_on],
    ).fetchone()
    if row is not None and row[0] is not None:
        raise WorkedThen(number, row[0])
    if kind == "unpaid":
        require_not_run(connection, company_id=who.company_id, valid_from=starts_on, what=what)
    return insert(
        connection,
        "insert into erp.absences (employee_id, kind, starts_on, ends_on)"
        " values (%s, %s, %s, %s) returning absence_id",
        [employee_id, kind, starts_on, ends_on],
    )


def cancel_absence(
    connection: Connection, *, absence_id: int, expected_version: int | None = None
) -> None:
    """Call an absence off: its days may be worked again.

    Raises CancelledAlready, PayrollRun, LostUpdate, NotFound.
    """
    require_version(connection, table="erp.absences", key=absence_id, expected=expected_version)
    row = connection.execute(
        "select kind, starts_on, cancelled_at is not null, company_id, employee_number"
        " from erp.absences join erp.employees using (employee_id) where absence_id = %s",
        [absence_id],
    ).fetchone()
    assert row is not None  # noqa: S101  require_version found it
    kind, starts_on, is_cancelled, company_id, number = row
    what = f"The absence of employee {number} from {starts_on}"
    if is_cancelled:
        raise CancelledAlready(f"{what} was cancelled.", remedy="Nothing is to be done.")
    if kind == "unpaid":
        require_not_run(connection, company_id=company_id, valid_from=starts_on, what=what)
    connection.execute(
        "update erp.absences set cancelled_at = clock_timestamp() where absence_id = %s",
        [absence_id],
    )
