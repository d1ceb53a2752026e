"""Hiring, changing, leaving; teams; what somebody may approve and earns by selling."""

from __future__ import annotations

from decimal import Decimal

import psycopg
import pytest
from staff import Staff
from trade import DAY, day

from operations.erp.people import commands as people
from operations.erp.people.errors import (
    CodeTaken,
    LeftAlready,
    NotASeller,
    NotEmployed,
    StillBound,
)
from operations.errors import InvalidValue, NotFound
from operations.validity import BeganAlready
from operations.versions import LostUpdate


def test_an_employee_has_a_team_a_job_a_cost_centre_and_hours(staff: Staff) -> None:
    centre = staff.cost_centre("SALES")
    team = people.open_team(staff.connection, team_code="NORD", name="Vente Nord")
    key = staff.hire(
        email="Nord@Example.com",
        team_id=team,
        job="Vente",
        cost_centre_id=centre,
        contract_hours=Decimal(28),
    )
    known = people.employee(staff.connection, key)
    assert (known.team_id, known.cost_centre_id, known.contract_hours) == (team, centre, 28)
    assert staff.row("select email from erp.employees") == "nord@example.com"
    assert people.employee(staff.connection, staff.hire("Achats")).contract_hours == 35


@pytest.mark.parametrize(
    ("details", "refusal", "rule"),
    [
        ({"name": ""}, InvalidValue, "name of the employee"),
        ({"contract_hours": Decimal(0)}, InvalidValue, "has 0 hours"),
        ({"contract_hours": Decimal(169)}, InvalidValue, "has 169 hours"),
        ({"team_id": 0}, NotFound, "team 0"),
        ({"cost_centre_id": 0}, NotFound, "cost centre 0"),
        ({"company_id": 0}, NotFound, "company 0"),
        ({"email": "TAKEN@example.com"}, CodeTaken, "mail address taken@example.com"),
    ],
)
def test_an_employee_that_cannot_be_is_refused(
    staff: Staff, details: dict[str, str], refusal: type[Exception], rule: str
) -> None:
    staff.hire(email="taken@example.com")
    with pytest.raises(refusal, match=rule):
        staff.hire(**details)  # type: ignore[arg-type]


def test_an_employee_changes_on_a_version(staff: Staff) -> None:
    key = staff.hire(email="nord@example.com")
    assert people.change_employee(staff.connection, employee_id=key, job="Direction") == 2
    same = {"job": "Direction", "email": "NORD@example.com"}
    assert people.change_employee(staff.connection, employee_id=key, **same) == 2  # type: ignore[arg-type]
    with pytest.raises(LostUpdate, match=r"EM\d+ of erp\.employees is at version 2"):
        people.change_employee(staff.connection, employee_id=key, expected_version=1, job="x")
    with pytest.raises(NotFound):
        people.change_employee(staff.connection, employee_id=0, job="x")


def test_a_team_has_a_code_of_its_own_and_a_manager_who_works_here(staff: Staff) -> None:
    boss = staff.hire("Direction")
    team = people.open_team(staff.connection, team_code="NORD", name="Nord", manager_id=boss)
    with pytest.raises(CodeTaken, match="team NORD already"):
        people.open_team(staff.connection, team_code="NORD", name="Nord")
    with pytest.raises(NotFound, match="employee 0"):
        people.open_team(staff.connection, team_code="SUD", name="Sud", manager_id=0)
    later = staff.hire("Adjoint", hired_on=day(10))
    with pytest.raises(NotEmployed, match="not employed on 2024-03-02"):
        people.change_team(staff.connection, team_id=team, manager_id=later, on=day(1))
    people.change_team(staff.connection, team_id=team, manager_id=later, on=day(10))
    with pytest.raises(LostUpdate):
        people.change_team(
            staff.connection, team_id=team, manager_id=None, on=day(10), expected_version=1
        )


def test_an_approval_limit_has_a_history_and_counts_at_once(staff: Staff) -> None:
    key = staff.hire()
    for limit, start in ((500, 0), (2000, 10)):
        people.set_approval_limit(
            staff.connection,
            employee_id=key,
            approval_limit=Decimal(limit),
            valid_from=day(start),
        )
    found = [people.approval_limit_on(staff.connection, key, day(when)) for when in (-1, 9, 10)]
    assert found == [0, 500, 2000]
    assert people.employee(staff.connection, key).approval_limit == 2000
    with pytest.raises(BeganAlready, match=r"approval limit of employee EM\d+ holds from"):
        people.set_approval_limit(
            staff.connection, employee_id=key, approval_limit=Decimal(1), valid_from=day(10)
        )


@pytest.mark.parametrize(
    ("limit", "start", "refusal"),
    [("-1", 0, InvalidValue), ("0.001", 0, InvalidValue), ("1", -1, NotEmployed)],
)
def test_an_approval_limit_that_cannot_be_is_refused(
    staff: Staff, limit: str, start: int, refusal: type[Exception]
) -> None:
    key = staff.hire()
    with pytest.raises(refusal):
        people.set_approval_limit(
            staff.connection,
            employee_id=key,
            approval_limit=Decimal(limit),
            valid_from=day(start),
        )
    with pytest.raises(LostUpdate):
        people.set_approval_limit(
            staff.connection,
            employee_id=key,
            approval_limit=Decimal(1),
            valid_from=DAY,
            expected_version=9,
        )


def test_a_seller_earns_a_commission_from_a_day_on(staff: Staff) -> None:
    key = staff.hire()
    for rate, start in (("0.02", 5), ("0.03", 10)):
        people.make_seller(
            staff.connection,
            employee_id=key,
            commission_rate=Decimal(rate),
            valid_from=day(start),
        )
    found = [people.commission_rate_on(staff.connection, key, day(when)) for when in (5, 10)]
    assert found == [Decimal("0.02"), Decimal("0.03")]
    with pytest.raises(NotASeller, match=r"EM\d+ is not a seller on 2024-03-05"):
        people.commission_rate_on(staff.connection, key, day(4))
    for rate in ("-0.1", "1.1"):
        with pytest.raises(InvalidValue, match="between 0 and 1"):
            people.make_seller(
                staff.connection,
                employee_id=key,
                commission_rate=Decimal(rate),
                valid_from=day(20),
            )
    with pytest.raises(BeganAlready, match="commission of employee"):
        people.make_seller(
            staff.connection,
            employee_id=key,
            commission_rate=Decimal("0.1"),
            valid_from=day(10),
        )


def test_who_leaves_earns_sells_and_works_no_more(staff: Staff) -> None:
    key = staff.hire(cost_centre_id=staff.cost_centre("SALES"))
    staff.salary(key, "3000")
    people.make_seller(
        staff.connection, employee_id=key, commission_rate=Decimal("0.02"), valid_from=DAY
    )
    people.set_approval_limit(
        staff.connection, employee_id=key, approval_limit=Decimal(100), valid_from=DAY
    )
    staff.work(key, day(19))
    people.leave(staff.connection, employee_id=key, left_on=day(19))
    assert staff.row("select valid_to from erp.salaries") == day(19)
    assert people.approval_limit_on(staff.connection, key, day(20)) == 0
    with pytest.raises(NotASeller):
        people.commission_rate_on(staff.connection, key, day(20))
    with pytest.raises(NotEmployed, match=r"EM\d+ is not employed on 2024-03-21"):
        staff.work(key, day(20))
    with pytest.raises(LeftAlready, match="has left on 2024-03-20"):
        people.leave(staff.connection, employee_id=key, left_on=day(25))


def test_leaving_waits_for_hours_absences_and_a_team(staff: Staff) -> None:
    key = staff.hire(cost_centre_id=staff.cost_centre("SALES"))
    team = people.open_team(staff.connection, team_code="NORD", name="Nord", manager_id=key)
    work = staff.work(key, day(20))
    absence = staff.absent(key, day(25), day(30))

    def leave() -> None:
        people.leave(staff.connection, employee_id=key, left_on=day(10))

    with pytest.raises(StillBound, match="hours are entered for 2024-03-21"):
        leave()
    people.correct_work(staff.connection, working_time_id=work, hours=Decimal(0))
    with pytest.raises(StillBound, match="an absence lasts until 2024-03-31"):
        leave()
    people.cancel_absence(staff.connection, absence_id=absence)
    with pytest.raises(StillBound, match="manages team NORD"):
        leave()
    people.change_team(staff.connection, team_id=team, manager_id=None, on=DAY)
    leave()


def test_nobody_leaves_before_being_hired_or_on_an_old_version(staff: Staff) -> None:
    key = staff.hire()
    with pytest.raises(NotEmployed, match="from 2024-03-01 on"):
        people.leave(staff.connection, employee_id=key, left_on=day(-1))
    with pytest.raises(LostUpdate):
        people.leave(staff.connection, employee_id=key, left_on=DAY, expected_version=9)


@pytest.mark.parametrize(
    ("write", "rule"),
    [
        ("approval_limits (employee_id, approval_limit, valid_from)", "one_limit_a_day"),
        ("commission_rates (employee_id, commission_rate, valid_from)", "one_commission_a_day"),
        ("salaries (employee_id, monthly_gross_amount, valid_from)", "one_salary_a_day"),
    ],
)
def test_the_database_refuses_two_of_a_kind_on_one_day(staff: Staff, write: str, rule: str) -> None:
    keys = {"key": staff.hire(), "day": DAY, "later": day(5)}
    twice = f"insert into erp.{write} values (%(key)s, 0.1, %(day)s), (%(key)s, 0.2, %(later)s)"
    with pytest.raises(psycopg.errors.ExclusionViolation, match=rule):
        staff.connection.execute(twice.encode(), keys)


def test_the_database_refuses_a_leaving_before_what_was_worked(staff: Staff) -> None:
    key = staff.hire(cost_centre_id=staff.cost_centre("SALES"))
    staff.work(key, day(20))
    with pytest.raises(psycopg.errors.CheckViolation, match="outside of the employment"):
        staff.connection.execute("update erp.employees set left_on = %s", [day(19)])
