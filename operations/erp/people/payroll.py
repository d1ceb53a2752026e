"""The payroll of a month: everybody's pay, its charges in the books, and their payment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, every, insert
from operations.erp.accounting.commands import post_in_open
from operations.erp.accounting.periods import require_open
from operations.erp.party.companies import company
from operations.erp.people import payroll_postings as postings
from operations.erp.people.contributions import contributions_on
from operations.erp.people.entitlements import hold_payrolls
from operations.erp.people.errors import NoContributionRate, NoSalary, NothingToPay, RunAlready
from operations.erp.people.model import (
    Contribution,
    Pay,
    Salary,
    Span,
    days_without_salary,
    month_of,
    pay_of_month,
)
from operations.numbering import next_number


@dataclass(frozen=True)
class Payslip:
    """The pay of one employee, and the cost centre that bears it."""

    employee_id: int
    cost_centre_id: int | None
    pay: Pay


def run_payroll(connection: Connection, *, company_id: int = 1, month: dt.date) -> int:
    """Charge the pay of the month in which ``month`` lies, on its last day; return the key.

    Everybody who was employed is paid by the calendar days of the month. Dr 641 and 645 by cost
    centre, Cr 421 what they get, 431 and 437 what the funds get, 4421 the tax withheld. Once a
    month and company. Raises RunAlready, NothingToPay, NoSalary, NoContributionRate,
    ContributionsAbovePay, PeriodClosed, NotFound.
    """
    owner = company(connection, company_id)
    whole = month_of(month)
    posted_on = whole.ends_on or month
    hold_payrolls(connection, company_id=company_id)
    row = connection.execute(
        "select payroll_number from erp.payrolls where company_id = %s and month_starts_on = %s",
        [company_id, whole.begins_on],
    ).fetchone()
    if row is not None:
        raise RunAlready(row[0], whole.begins_on)
    contributions = contributions_on(connection, company_id=company_id, on=posted_on)
    if not contributions:
        raise NoContributionRate(owner.company_code, posted_on)
    slips = _payslips(connection, company_id, whole, contributions)
    require_open(
        connection,
        posted_on,
        document=f"payroll of {posted_on:%Y-%m}",
        company_id=company_id,
    )
    number = next_number(connection, "payroll", company_id)
    payroll_id = _write(connection, number, company_id, whole, slips)
    entry = postings.charged(
        number,
        posted_on,
        [(slip.cost_centre_id, slip.pay) for slip in slips],
        [fund.account_code for fund in contributions],
        company_id=company_id,
    )
    if entry is not None:
        post_in_open(connection, entry)
    return payroll_id


def _payslips(
    connection: Connection, company_id: int, month: Span, contributions: Sequence[Contribution]
) -> list[Payslip]:
    """Everybody who was employed in the month, by number; their salaries cover its days."""
    people = every(connection, _Employed, _EMPLOYED, [company_id, month.ends_on, month.begins_on])
    if not people:
        raise NothingToPay(month.begins_on)
    keys = [person.employee_id for person in people]
    salaries: dict[int, list[Salary]] = {key: [] for key in keys}
    for key, gross, rate, begins, ends in connection.execute(
        "select employee_id, monthly_gross_amount, withholding_rate, valid_from, valid_to"
        " from erp.salaries where employee_id = any(%s) order by valid_from",
        [keys],
    ):
        salaries[key].append(Salary(gross, rate, Span(begins, ends)))
    unpaid: dict[int, list[Span]] = {key: [] for key in keys}
    for key, begins, ends in connection.execute(
        "select employee_id, starts_on, ends_on from erp.absences where employee_id = any(%s)"
        " and kind = 'unpaid' and cancelled_at is null",
        [keys],
    ):
        unpaid[key].append(Span(begins, ends))
    lacking = [
        person.employee_number
        for person in people
        if days_without_salary(salaries[person.employee_id], person.within(month))
    ]
    if lacking:
        raise NoSalary(lacking, month.begins_on)
    return [
        Payslip(
            person.employee_id,
            person.cost_centre_id,
            pay_of_month(
                salaries[person.employee_id],
                contributions,
                month=month,
                employed=person.within(month),
                unpaid=unpaid[person.employee_id],
                employee=person.employee_number,
            ),
        )
        for person in people
    ]


@dataclass(frozen=True)
class _Employed:
    employee_id: int
    employee_number: str
    cost_centre_id: int | None
    hired_on: dt.date
    left_on: dt.date | None

    def within(self, month: Span) -> Span:
        """The days of a month on which somebody was employed; there is one at least."""
        found = month.within(Span(self.hired_on, self.left_on))
        assert found is not None  # noqa: S101  the query asked for it
        return found


_EMPLOYED = (
    "select employee_id, employee_number, cost_centre_id, hired_on, left_on from erp.employees"
    " where company_id = %s and hired_on <= %s and (left_on is null or left_on >= %s)"
    " order by employee_id"
)


def _write(
    connection: Connection, number: str, company_id: int, month: Span, slips: Sequence[Payslip]
) -> int:
    pays = [slip.pay for slip in slips]
    payroll_id = insert(
        connection,
        "insert into erp.payrolls (payroll_number, company_id, month_starts_on, posted_on,"
        " gross_amount, employer_amount, withheld_amount, net_amount)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s) returning payroll_id",
        [
            number,
            company_id,
            month.begins_on,
            month.ends_on,
            sum((pay.gross_amount for pay in pays), Decimal(0)),
            sum((pay.employer_amount for pay in pays), Decimal(0)),
            sum((pay.withheld_amount for pay in pays), Decimal(0)),
            sum((pay.net_amount for pay in pays), Decimal(0)),
        ],
    )
    connection.execute(
        "insert into erp.payroll_lines (payroll_id, line_number, employee_id, cost_centre_id,"
        " gross_amount, contribution_amount, withheld_amount, net_amount, employer_amount)"
        " select %s, place, employee_id, cost_centre_id, gross, contribution, withheld, net,"
        "  employer from unnest(%s::bigint[], %s::bigint[], %s::numeric[], %s::numeric[],"
        "   %s::numeric[], %s::numeric[], %s::numeric[]) with ordinality"
        "  as slips (employee_id, cost_centre_id, gross, contribution, withheld, net, employer,"
        "   place) order by place",
        [
            payroll_id,
            [slip.employee_id for slip in slips],
            [slip.cost_centre_id for slip in slips],
            [pay.gross_amount for pay in pays],
            [pay.contribution_amount for pay in pays],
            [pay.withheld_amount for pay in pays],
            [pay.net_amount for pay in pays],
            [pay.employer_amount for pay in pays],
        ],
    )
    return payroll_id
