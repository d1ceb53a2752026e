"""Hours that were worked, for a production order or a cost centre."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from operations.database.connection import Connection, first
from operations.erp.people.employees import employee
from operations.erp.people.errors import AbsentThatDay, TooManyHours
from operations.errors import InvalidValue, NotFound
from operations.money import QUANTITY_DECIMALS, require_exact
from operations.versions import require_version

HOURS_A_DAY: Final = 24


@dataclass(frozen=True)
class Work:
    """Hours of somebody on a day; for the own cost centre when nothing else is named."""

    employee_id: int
    worked_on: dt.date
    hours: Decimal
    production_order_id: int | None = None
    cost_centre_id: int | None = None

    def __post_init__(self) -> None:
        """Refuse hours that no day has, or that are for two things."""
        _require_hours(self.hours, what=f"The work of employee {self.employee_id}", least=0)
        if self.production_order_id is not None and self.cost_centre_id is not None:
            raise InvalidValue(
                f"The work of employee {self.employee_id} on {self.worked_on} is for a production "
                "order and a cost centre.",
                remedy="Enter the hours of each by itself.",
            )


def record_work(connection: Connection, *, work: Sequence[Work]) -> list[int]:
    """Enter hours that were worked, of any people and days; return the keys in their order.

    Raises NotEmployed, AbsentThatDay, TooManyHours, InvalidValue, NotFound.
    """
    for each in work:
        if each.hours == 0:
            raise InvalidValue(
                f"The work of employee {each.employee_id} on {each.worked_on} is of no hours.",
                remedy="Leave it out.",
            )
    _require_known(connection, work)
    _require_possible(connection, work)
    rows = connection.execute(
        "insert into erp.working_times (employee_id, worked_on, hours, production_order_id,"
        " cost_centre_id)"
        " select employee_id, worked_on, work.hours, production_order_id,"
        "  case when production_order_id is null"
        "   then coalesce(work.cost_centre_id, employees.cost_centre_id) end"
        " from unnest(%s::bigint[], %s::date[], %s::numeric[], %s::bigint[], %s::bigint[])"
        "  with ordinality as work (employee_id, worked_on, hours, production_order_id,"
        "   cost_centre_id, place)"
        " join erp.employees using (employee_id) order by place returning working_time_id",
        _columns(work),
    ).fetchall()
    return [row[0] for row in rows]


def correct_work(
    connection: Connection,
    *,
    working_time_id: int,
    hours: Decimal,
    expected_version: int | None = None,
) -> None:
    """Say how many hours they were; zero for those entered by mistake.

    Raises LostUpdate, AbsentThatDay, TooManyHours, InvalidValue, NotFound.
    """
    _require_hours(hours, what=f"Working time {working_time_id}", least=0)
    require_version(
        connection, table="erp.working_times", key=working_time_id, expected=expected_version
    )
    found = first(
        connection,
        Work,
        "select employee_id, worked_on, hours, production_order_id, cost_centre_id"
        " from erp.working_times where working_time_id = %s",
        [working_time_id],
    )
    if found is None:
        raise NotFound("working time", working_time_id)
    if hours > found.hours:
        more = Work(found.employee_id, found.worked_on, hours - found.hours)
        _require_possible(connection, [more], may_lack_centre=True)
    connection.execute(
        "update erp.working_times set hours = %s where working_time_id = %s",
        [hours, working_time_id],
    )


def _columns(work: Sequence[Work]) -> list[list[object]]:
    return [
        [each.employee_id for each in work],
        [each.worked_on for each in work],
        [each.hours for each in work],
        [each.production_order_id for each in work],
        [each.cost_centre_id for each in work],
    ]


def _require_known(connection: Connection, work: Sequence[Work]) -> None:
    """What the work is for is there. Raises NotFound."""
    orders = [each.production_order_id for each in work if each.production_order_id is not None]
    centres = [each.cost_centre_id for each in work if each.cost_centre_id is not None]
    if not orders and not centres:
        return
    row = connection.execute(
        "select 'production order', key from unnest(%s::bigint[]) as named (key)"
        " where not exists (select from erp.production_orders where production_order_id = key)"
        " union all select 'cost centre', key from unnest(%s::bigint[]) as named (key)"
        " where not exists (select from erp.cost_centres where cost_centre_id = key) limit 1",
        [orders, centres],
    ).fetchone()
    if row is not None:
        raise NotFound(*row)


@dataclass(frozen=True)
class _Day:
    """One day of somebody: with what was entered before, and what is against it."""

    employee_id: int
    employee_number: str | None
    worked_on: dt.date
    is_employed: bool
    is_absent: bool
    total: Decimal
    lacks_centre: bool


def _require_possible(
    connection: Connection, work: Sequence[Work], *, may_lack_centre: bool = False
) -> None:
    """The people are employed and not away, no day has more hours than 24, all is for something.

    Their rows are locked, in one order for all, so that nothing of it changes until the end.
    """
    connection.execute(
        "select from erp.employees where employee_id = any(%s) order by employee_id"
        " for no key update",
        [[each.employee_id for each in work]],
    )
    with connection.cursor() as cursor:
        rows = cursor.execute(
            "with work as (select employee_id, worked_on, sum(hours) as hours,"
            "  bool_or(order_id is null and centre_id is null) as needs_centre"
            "  from unnest(%s::bigint[], %s::date[], %s::numeric[], %s::bigint[], %s::bigint[])"
            "   as work (employee_id, worked_on, hours, order_id, centre_id)"
            "  group by employee_id, worked_on)"
            " select work.employee_id, employee_number, work.worked_on,"
            "  hired_on <= work.worked_on and coalesce(left_on >= work.worked_on, true),"
            "  exists (select from erp.absences where absences.employee_id = work.employee_id"
            "   and cancelled_at is null and work.worked_on between starts_on and ends_on),"
            "  work.hours + coalesce((select sum(hours) from erp.working_times as before"
            "   where before.employee_id = work.employee_id"
            "   and before.worked_on = work.worked_on), 0),"
            "  needs_centre and cost_centre_id is null"
            " from work left join erp.employees using (employee_id)"
            " order by work.employee_id, work.worked_on",
            _columns(work),
        ).fetchall()
    for day in (_Day(*row) for row in rows):
        if day.employee_number is None or not day.is_employed:
            employee(connection, day.employee_id).require_employed(day.worked_on)
        number = str(day.employee_number)
        if day.is_absent:
            raise AbsentThatDay(number, day.worked_on)
        if day.total > HOURS_A_DAY:
            raise TooManyHours(number, day.worked_on, total=day.total)
        if day.lacks_centre and not may_lack_centre:
            raise InvalidValue(
                f"The work of employee {number} on {day.worked_on} is for nothing.",
                remedy="Name a production order or a cost centre, or give the employee one.",
            )


def _require_hours(hours: Decimal, *, what: str, least: int) -> None:
    require_exact(hours, decimals=QUANTITY_DECIMALS, what=what)
    if not least <= hours <= HOURS_A_DAY:
        raise InvalidValue(
            f"{what} is {hours} hours.", remedy=f"Give {least} to {HOURS_A_DAY} hours a day."
        )
