"""What somebody may approve, earns by selling and is paid, each from a day on."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from operations.database.connection import Connection, insert
from operations.erp.people.employees import employee
from operations.erp.people.errors import NotASeller, PayrollRun
from operations.errors import InvalidValue
from operations.money import RATE_DECIMALS, require_cents, require_exact
from operations.validity import succeed
from operations.versions import require_version


def set_approval_limit(
    connection: Connection,
    *,
    employee_id: int,
    approval_limit: Decimal,
    valid_from: dt.date,
    expected_version: int | None = None,
) -> int:
    """Say up to which amount, in company currency, somebody may approve; return the row's key.

    The limit before it ends on the eve; commands go by the new one at once. Raises InvalidValue,
    NotEmployed, BeganAlready, LostUpdate, NotFound.
    """
    require_version(connection, table="erp.employees", key=employee_id, expected=expected_version)
    who = employee(connection, employee_id)
    who.require_employed(valid_from)
    what = f"The approval limit of employee {who.employee_number}"
    _require_amount(approval_limit, what=what)
    succeed(
        connection,
        table="erp.approval_limits",
        of={"employee_id": employee_id},
        valid_from=valid_from,
        what=what,
    )
    connection.execute(
        "update erp.employees set approval_limit = %s where employee_id = %s",
        [approval_limit, employee_id],
    )
    return insert(
        connection,
        "insert into erp.approval_limits (employee_id, approval_limit, valid_from)"
        " values (%s, %s, %s) returning approval_limit_id",
        [employee_id, approval_limit, valid_from],
    )


def approval_limit_on(connection: Connection, employee_id: int, on: dt.date) -> Decimal:
    """Up to which amount somebody might approve on a day; zero when nothing was said."""
    row = connection.execute(
        "select approval_limit from erp.approval_limits where employee_id = %s"
        " and valid_from <= %s and (valid_to is null or valid_to >= %s)",
        [employee_id, on, on],
    ).fetchone()
    return Decimal(0) if row is None else Decimal(row[0])


def make_seller(
    connection: Connection, *, employee_id: int, commission_rate: Decimal, valid_from: dt.date
) -> int:
    """Let somebody sell from a day on, for a share (0.03 is 3 %) of what is sold ex VAT.

    The rate before it ends on the eve. Return the row's key. Raises InvalidValue, NotEmployed,
    BeganAlready, NotFound.
    """
    who = employee(connection, employee_id)
    who.require_employed(valid_from)
    what = f"The commission of employee {who.employee_number}"
    require_exact(commission_rate, decimals=RATE_DECIMALS, what=what)
    if not 0 <= commission_rate <= 1:
        raise InvalidValue(
            f"{what} is {commission_rate}.", remedy="Give a rate between 0 and 1: 0.03 is 3 %."
        )
    succeed(
        connection,
        table="erp.commission_rates",
        of={"employee_id": employee_id},
        valid_from=valid_from,
        what=what,
    )
    return insert(
        connection,
        "insert into erp.commission_rates (employee_id, commission_rate, valid_from)"
        " values (%s, %s, %s) returning commission_rate_id",
        [employee_id, commission_rate, valid_from],
    )


def commission_rate_on(connection: Connection, employee_id: int, on: dt.date) -> Decimal:
    """A seller's commission on a day. Raises NotASeller, NotFound."""
    row = connection.execute(
        "select commission_rate from erp.commission_rates where employee_id = %s"
        " and valid_from <= %s and (valid_to is null or valid_to >= %s)",
        [employee_id, on, on],
    ).fetchone()
    if row is None:
        raise NotASeller(employee(connection, employee_id).employee_number, on)
    return Decimal(row[0])


def set_salary(
    connection: Connection,
    *,
    employee_id: int,
    monthly_gross_amount: Decimal,
    valid_from: dt.date,
    withholding_rate: Decimal = Decimal(0),
) -> int:
    """Say what somebody is paid for a whole month, gross, from a day on; return the row's key.

    ``withholding_rate`` is the income tax that the tax office asks to withhold (0.05 is 5 %). The
    salary before it ends on the eve. Raises InvalidValue, NotEmployed, BeganAlready, PayrollRun,
    NotFound.
    """
    who = employee(connection, employee_id)
    who.require_employed(valid_from)
    what = f"The salary of employee {who.employee_number}"
    _require_amount(monthly_gross_amount, what=what)
    require_exact(withholding_rate, decimals=RATE_DECIMALS, what=f"{what}: the withholding")
    if not 0 <= withholding_rate < 1:
        raise InvalidValue(
            f"{what} would have {withholding_rate} withheld.",
            remedy="Give a rate from 0 to less than 1: 0.05 is 5 %.",
        )
    require_not_run(connection, company_id=who.company_id, valid_from=valid_from, what=what)
    succeed(
        connection,
        table="erp.salaries",
        of={"employee_id": employee_id},
        valid_from=valid_from,
        what=what,
    )
    return insert(
        connection,
        "insert into erp.salaries (employee_id, monthly_gross_amount, withholding_rate,"
        " valid_from) values (%s, %s, %s, %s) returning salary_id",
        [employee_id, monthly_gross_amount, withholding_rate, valid_from],
    )


def hold_payrolls(connection: Connection, *, company_id: int) -> None:
    """Wait for a payroll of the company that is under way, and keep others from beginning."""
    connection.execute(
        "select from erp.companies where company_id = %s for no key update", [company_id]
    )


def require_not_run(
    connection: Connection, *, company_id: int, valid_from: dt.date, what: str
) -> None:
    """Refuse what would change a pay from a day on in a month that was paid. Raises PayrollRun.

    No payroll of the company runs from here to the end of the transaction.
    """
    hold_payrolls(connection, company_id=company_id)
    row = connection.execute(
        "select max(month_starts_on) from erp.payrolls where company_id = %s"
        " and month_starts_on >= %s",
        [company_id, valid_from.replace(day=1)],
    ).fetchone()
    if row is not None and row[0] is not None:
        raise PayrollRun(what, row[0])


def _require_amount(amount: Decimal, *, what: str) -> None:
    require_cents(amount, what=what)
    if amount < 0:
        raise InvalidValue(f"{what} is {amount}: below zero.", remedy="Give zero or more.")
