"""Hire, change, and let go."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Final, TypedDict, Unpack

from psycopg import sql
from psycopg.rows import dict_row

from operations.database.connection import Connection, first, insert
from operations.erp.party.companies import company
from operations.erp.party.model import require_name
from operations.erp.people.errors import CodeTaken, LeftAlready, StillBound
from operations.erp.people.model import Employee
from operations.errors import InvalidValue, NotFound
from operations.money import QUANTITY_DECIMALS, require_exact
from operations.numbering import next_number
from operations.versions import require_version

USUAL_HOURS: Final = Decimal(35)  # a week, by French law
HOURS_A_WEEK: Final = 168


class EmployeeDetails(TypedDict, total=False):
    """What may be known of an employee; None: nothing."""

    email: str | None
    team_id: int | None
    job: str | None
    cost_centre_id: int | None
    contract_hours: Decimal


class EmployeeChanges(EmployeeDetails, total=False):
    """What may be changed of an employee; pay, limits and commissions have days of their own."""

    name: str


NEW: Final[dict[str, Any]] = {
    **dict.fromkeys(EmployeeDetails.__annotations__),
    "contract_hours": USUAL_HOURS,
}
REFERENCES: Final = {
    "team_id": ("teams", "team_id", "team"),
    "cost_centre_id": ("cost_centres", "cost_centre_id", "cost centre"),
}


def hire(
    connection: Connection,
    *,
    name: str,
    hired_on: dt.date,
    company_id: int = 1,
    **details: Unpack[EmployeeDetails],
) -> int:
    """Enter an employee of a company; return the key. ``contract_hours`` are a week's.

    Raises InvalidValue, NotFound, CodeTaken.
    """
    company(connection, company_id)
    record = _checked(connection, None, {**NEW, "name": name}, {**details, "name": name})
    return insert(
        connection,
        "insert into erp.employees (employee_number, company_id, name, email, hired_on, team_id,"
        " job, cost_centre_id, contract_hours)"
        " values (%(number)s, %(company)s, %(name)s, %(email)s, %(hired_on)s, %(team_id)s,"
        " %(job)s, %(cost_centre_id)s, %(contract_hours)s) returning employee_id",
        {
            **record,
            "number": next_number(connection, "employee"),
            "company": company_id,
            "hired_on": hired_on,
        },
    )


def change_employee(
    connection: Connection,
    *,
    employee_id: int,
    expected_version: int | None = None,
    **changes: Unpack[EmployeeChanges],
) -> int:
    """Change what is known of an employee; return the version after that.

    Raises LostUpdate, and what ``hire`` raises.
    """
    require_version(connection, table="erp.employees", key=employee_id, expected=expected_version)
    with connection.cursor(row_factory=dict_row) as cursor:
        stands = cursor.execute(
            "select row_version, name, email, team_id, job, cost_centre_id, contract_hours"
            " from erp.employees where employee_id = %s",
            [employee_id],
        ).fetchone()
    if stands is None:
        raise NotFound("employee", employee_id)
    record = _checked(connection, employee_id, stands, {**changes})
    if record == stands:
        return int(stands["row_version"])
    return insert(
        connection,
        "update erp.employees set name = %(name)s, email = %(email)s, team_id = %(team_id)s,"
        " job = %(job)s, cost_centre_id = %(cost_centre_id)s,"
        " contract_hours = %(contract_hours)s where employee_id = %(key)s returning row_version",
        {**record, "key": employee_id},
    )


def leave(
    connection: Connection,
    *,
    employee_id: int,
    left_on: dt.date,
    expected_version: int | None = None,
) -> None:
    """Let somebody's employment end with a day: salary, limit and commission end with it.

    Raises LeftAlready, NotEmployed, StillBound (hours or absences later, a team to manage),
    LostUpdate, NotFound.
    """
    require_version(connection, table="erp.employees", key=employee_id, expected=expected_version)
    who = employee(connection, employee_id)
    if who.left_on is not None:
        raise LeftAlready(who.employee_number, who.left_on)
    who.require_employed(left_on)
    _require_unbound(connection, who, left_on)
    for place in ("approval_limits", "commission_rates", "salaries"):
        table = sql.Identifier("erp", place)
        # What would begin later never holds: it ends on its first day, as nothing is deleted.
        connection.execute(
            sql.SQL(
                "update {} set valid_to = greatest(%s::date, valid_from) where employee_id = %s"
                " and (valid_to is null or valid_to > greatest(%s::date, valid_from))"
            ).format(table),
            [left_on, employee_id, left_on],
        )
    connection.execute(
        "update erp.employees set left_on = %s where employee_id = %s", [left_on, employee_id]
    )


def employee(connection: Connection, employee_id: int) -> Employee:
    """An employee, of today or of before. Raises NotFound."""
    found = first(
        connection,
        Employee,
        "select employee_id, employee_number, company_id, name, hired_on, left_on, team_id,"
        " cost_centre_id, contract_hours, approval_limit, row_version"
        " from erp.employees where employee_id = %s",
        [employee_id],
    )
    if found is None:
        raise NotFound("employee", employee_id)
    return found


def _checked(
    connection: Connection, employee_id: int | None, stands: dict[str, Any], changes: dict[str, Any]
) -> dict[str, Any]:
    """The record as it would be written."""
    record = {**stands, **changes}
    require_name(record["name"], of="employee")
    record["name"] = record["name"].strip()
    what = f"The week of employee {record['name']}"
    require_exact(record["contract_hours"], decimals=QUANTITY_DECIMALS, what=what)
    if not 0 < record["contract_hours"] <= HOURS_A_WEEK:
        raise InvalidValue(
            f"{what} has {record['contract_hours']} hours.",
            remedy=f"Give more than zero, at most {HOURS_A_WEEK}.",
        )
    for column, (table, key, thing) in REFERENCES.items():
        if record[column] is not None and record[column] != stands[column]:
            query = sql.SQL("select from {} where {} = %s").format(
                sql.Identifier("erp", table), sql.Identifier(key)
            )
            if connection.execute(query, [record[column]]).fetchone() is None:
                raise NotFound(thing, record[column])
    if record["email"] is not None:
        record["email"] = record["email"].strip().lower()
        row = connection.execute(
            "select employee_id from erp.employees where email = %s", [record["email"]]
        ).fetchone()
        if row is not None and row[0] != employee_id:
            raise CodeTaken("mail address", record["email"])
    return record


def _require_unbound(connection: Connection, who: Employee, left_on: dt.date) -> None:
    """Nothing is written for later days, and no team is left without its manager."""
    row = connection.execute(
        "select (select max(worked_on) from erp.working_times where employee_id = %(key)s"
        "  and hours > 0 and worked_on > %(day)s),"
        " (select max(ends_on) from erp.absences where employee_id = %(key)s"
        "  and cancelled_at is null and ends_on > %(day)s),"
        " (select min(team_code) from erp.teams where manager_id = %(key)s)",
        {"key": who.employee_id, "day": left_on},
    ).fetchone()
    worked_on, absent_until, team = row or (None, None, None)
    name = f"Employee {who.employee_number}"
    if worked_on is not None:
        raise StillBound(
            f"{name} cannot leave on {left_on}: hours are entered for {worked_on}.",
            remedy=f"Let it be {worked_on} or later, or correct those hours to zero.",
        )
    if absent_until is not None:
        raise StillBound(
            f"{name} cannot leave on {left_on}: an absence lasts until {absent_until}.",
            remedy="Cancel that absence, and enter its days up to the leaving.",
        )
    if team is not None:
        raise StillBound(
            f"{name} manages team {team}.", remedy="Give the team another manager (change_team)."
        )
