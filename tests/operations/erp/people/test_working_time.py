"""Hours and absences: no more than a day has, none while away, both within the employment."""

from __future__ import annotations

from decimal import Decimal

import psycopg
import pytest
from staff import Staff
from trade import DAY, day
from workshop import Workshop

from operations.erp.people import commands as people
from operations.erp.people.errors import (
    AbsentAlready,
    AbsentThatDay,
    CancelledAlready,
    NotEmployed,
    PayrollRun,
    TooManyHours,
    WorkedThen,
)
from operations.erp.people.working_time import Work
from operations.errors import InvalidValue, NotFound
from operations.versions import LostUpdate


@pytest.fixture
def key(staff: Staff) -> int:
    """Somebody of the sales' cost centre."""
    return staff.hire(cost_centre_id=staff.cost_centre("SALES"))


def test_hours_are_for_a_production_order_another_cost_centre_or_the_own_one(
    staff: Staff, key: int
) -> None:
    other = staff.cost_centre("DEPOT")
    order = Workshop(staff).plan()
    people.record_work(
        staff.connection,
        work=[
            Work(key, DAY, Decimal("3.5"), cost_centre_id=other),
            Work(key, DAY, Decimal(2), production_order_id=order),
            Work(key, day(3), Decimal(7)),
        ],
    )
    rows = staff.connection.execute(
        "select worked_on, hours, production_order_id, cost_centre_code from erp.working_times"
        " left join erp.cost_centres using (cost_centre_id) order by working_time_id"
    ).fetchall()
    assert rows == [
        (DAY, Decimal("3.5"), None, "DEPOT"),
        (DAY, 2, order, None),
        (day(3), 7, None, "SALES"),
    ]


def test_hours_for_what_nobody_knows_are_refused(staff: Staff, key: int) -> None:
    with pytest.raises(NotFound, match="production order 999999"):
        staff.work(key, DAY, production_order_id=999_999)
    with pytest.raises(NotFound, match="cost centre 999999"):
        staff.work(key, DAY, cost_centre_id=999_999)


def test_hours_for_nothing_are_refused(staff: Staff) -> None:
    with pytest.raises(InvalidValue, match="is for nothing"):
        staff.work(staff.hire(), DAY)
    with pytest.raises(InvalidValue, match="production order and a cost centre"):
        Work(1, DAY, Decimal(1), 1, 1)


@pytest.mark.parametrize("hours", ["0", "-1", "24.5", "0.00001"])
def test_hours_that_no_day_has_are_refused(staff: Staff, key: int, hours: str) -> None:
    with pytest.raises(InvalidValue):
        staff.work(key, DAY, hours)


def test_a_day_has_twenty_four_hours_over_all_entries(staff: Staff, key: int) -> None:
    staff.work(key, DAY, "14")
    with pytest.raises(TooManyHours, match=r"EM\d+ would work 24.5 hours on 2024-03-01"):
        staff.work(key, DAY, "10.5")
    with pytest.raises(TooManyHours, match="would work 25 hours"):
        people.record_work(
            staff.connection, work=[Work(key, day(1), Decimal(12)), Work(key, day(1), Decimal(13))]
        )


def test_hours_are_corrected_on_a_version(staff: Staff, key: int) -> None:
    entry = staff.work(key, DAY, "8")
    staff.work(key, DAY, "8")
    people.correct_work(staff.connection, working_time_id=entry, hours=Decimal(16))
    with pytest.raises(TooManyHours, match="would work 25 hours"):
        people.correct_work(staff.connection, working_time_id=entry, hours=Decimal(17))
    with pytest.raises(LostUpdate):
        people.correct_work(
            staff.connection, working_time_id=entry, hours=Decimal(1), expected_version=1
        )
    with pytest.raises(NotFound):
        people.correct_work(staff.connection, working_time_id=0, hours=Decimal(1))


@pytest.mark.parametrize("when", [-1, 6])
def test_nobody_works_or_is_absent_outside_of_the_employment(
    staff: Staff, key: int, when: int
) -> None:
    people.leave(staff.connection, employee_id=key, left_on=day(5))
    with pytest.raises(NotEmployed, match="from 2024-03-01 to 2024-03-06"):
        staff.work(key, day(when))
    with pytest.raises(NotEmployed):
        staff.absent(key, min(DAY, day(when)), max(DAY, day(when)))


def test_an_unknown_employee_does_not_work(staff: Staff) -> None:
    with pytest.raises(NotFound, match="employee 0"):
        staff.work(0, DAY)
    with pytest.raises(NotFound, match="employee 0"):
        staff.absent(0, DAY, DAY)


@pytest.mark.parametrize(("when", "away"), [(2, False), (3, True), (6, True), (7, False)])
def test_nobody_works_while_away(staff: Staff, key: int, when: int, away: bool) -> None:
    absence = staff.absent(key, day(3), day(6))
    if away:
        with pytest.raises(AbsentThatDay, match=r"EM\d+ is absent on 2024-03-0"):
            staff.work(key, day(when))
        people.cancel_absence(staff.connection, absence_id=absence)
    staff.work(key, day(when))


def test_nobody_is_away_on_a_day_that_was_worked(staff: Staff, key: int) -> None:
    entry = staff.work(key, day(5))
    with pytest.raises(WorkedThen, match="has worked on 2024-03-06"):
        staff.absent(key, day(3), day(6))
    people.correct_work(staff.connection, working_time_id=entry, hours=Decimal(0))
    staff.absent(key, day(3), day(6))


def test_two_absences_do_not_meet(staff: Staff, key: int) -> None:
    absence = staff.absent(key, day(3), day(6))
    with pytest.raises(AbsentAlready, match="absent from 2024-03-04 to 2024-03-07 already"):
        staff.absent(key, day(6), day(9))
    people.cancel_absence(staff.connection, absence_id=absence)
    staff.absent(key, day(6), day(9))
    with pytest.raises(CancelledAlready):
        people.cancel_absence(staff.connection, absence_id=absence)


def test_an_absence_has_a_kind_and_days(staff: Staff, key: int) -> None:
    with pytest.raises(InvalidValue, match="absent for 'tired'"):
        staff.absent(key, DAY, DAY, "tired")
    with pytest.raises(InvalidValue, match="from 2024-03-04 to 2024-03-02"):
        staff.absent(key, day(3), day(1))
    with pytest.raises(LostUpdate):
        people.cancel_absence(
            staff.connection, absence_id=staff.absent(key, DAY, DAY), expected_version=9
        )


def test_unpaid_days_come_before_the_payroll_of_their_month(staff: Staff, key: int) -> None:
    staff.salary(key, "3000")
    staff.funds()
    unpaid = staff.absent(key, day(3), day(4), "unpaid")
    people.run_payroll(staff.connection, month=DAY)
    with pytest.raises(PayrollRun, match="would change the payroll of 2024-03"):
        staff.absent(key, day(10), day(10), "unpaid")
    with pytest.raises(PayrollRun):
        people.cancel_absence(staff.connection, absence_id=unpaid)
    staff.absent(key, day(10), day(10), "sick")


WORK = "insert into erp.working_times (employee_id, worked_on, hours, cost_centre_id) "


@pytest.mark.parametrize(
    ("on", "hours", "rule"),
    [
        (-1, 1, "is not employed"),
        (3, 1, "is absent"),
        (10, 20, "would work 27 hours"),
        (11, 25, "check constraint"),
    ],
)
def test_the_database_refuses_work_that_cannot_be(
    staff: Staff, key: int, on: int, hours: int, rule: str
) -> None:
    staff.absent(key, day(3), day(3))
    staff.work(key, day(10))
    with pytest.raises(psycopg.errors.CheckViolation, match=rule):
        staff.connection.execute(
            WORK + "select employee_id, %s, %s, cost_centre_id from erp.employees",
            [day(on), hours],
        )


AWAY = (
    "insert into erp.absences (employee_id, kind, starts_on, ends_on) values (%s, 'sick', %s, %s)"
)


@pytest.mark.parametrize(
    ("starts", "ends", "rule"), [(-1, 0, "is not employed"), (9, 11, "has worked between")]
)
def test_the_database_refuses_an_absence_that_cannot_be(
    staff: Staff, key: int, starts: int, ends: int, rule: str
) -> None:
    staff.work(key, day(10))
    with pytest.raises(psycopg.errors.CheckViolation, match=rule):
        staff.connection.execute(AWAY, [key, day(starts), day(ends)])


def test_the_database_refuses_two_absences_on_one_day(staff: Staff, key: int) -> None:
    staff.absent(key, day(3), day(6))
    with pytest.raises(psycopg.errors.ExclusionViolation, match="one_absence_a_day"):
        staff.connection.execute(AWAY, [key, day(6), day(7)])
