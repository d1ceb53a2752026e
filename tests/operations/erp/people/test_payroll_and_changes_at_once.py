"""What changes a pay waits for the payroll that is run just then, and is told of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import psycopg
import pytest
from staff import Staff
from trade import DAY, day
from waiting import LONGEST_WAIT_SECONDS, until_the_second_waits

from operations.database.connection import Connection
from operations.database.server import Store
from operations.erp.people import commands as people
from operations.erp.people.errors import PayrollRun

Act = Callable[[Connection], object]
OTHER_DAY = dt.date(2024, 3, 11)


def _rise(staff: Staff, employee_id: int) -> Act:
    return lambda connection: people.set_salary(
        connection,
        employee_id=employee_id,
        monthly_gross_amount=Decimal(6200),
        valid_from=OTHER_DAY,
    )


def _unpaid_days(staff: Staff, employee_id: int) -> Act:
    return lambda connection: people.record_absence(
        connection, employee_id=employee_id, kind="unpaid", starts_on=day(4), ends_on=day(5)
    )


def _days_called_off(staff: Staff, employee_id: int) -> Act:
    absence_id = staff.absent(employee_id, day(4), day(5), kind="unpaid")
    return lambda connection: people.cancel_absence(connection, absence_id=absence_id)


def _dearer_fund(staff: Staff, employee_id: int) -> Act:
    return lambda connection: people.set_contribution_rate(
        connection,
        account_code="431",
        employee_rate=Decimal("0.11"),
        employer_rate=Decimal("0.31"),
        valid_from=OTHER_DAY,
    )


@pytest.mark.parametrize("prepared", [_rise, _unpaid_days, _days_called_off, _dearer_fund])
def test_what_changes_a_pay_waits_for_the_payroll_under_way(
    own_store: Store, prepared: Callable[[Staff, int], Act]
) -> None:
    with psycopg.connect(own_store.writer) as connection:
        staff = Staff(connection)
        staff.funds()
        employee_id = staff.hire()
        staff.salary(employee_id, "3100")
        change = prepared(staff, employee_id)

    def change_it() -> None:
        with psycopg.connect(own_store.writer, application_name="second") as second:
            change(second)

    with ThreadPoolExecutor(1) as pool, psycopg.connect(own_store.writer) as first:
        people.run_payroll(first, month=DAY)
        waiting = pool.submit(change_it)
        until_the_second_waits(own_store)
        first.commit()
        with pytest.raises(PayrollRun):
            waiting.result(LONGEST_WAIT_SECONDS)
