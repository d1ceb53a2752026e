"""Employees, and what a month of their work is paid. Pure."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from operations.erp.people.errors import ContributionsAbovePay, NotEmployed
from operations.money import to_cents

AbsenceKind = Literal["paid_leave", "sick", "unpaid", "training", "other"]
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Employee:
    """Somebody who works, or worked, here; without an approval limit nothing is approved."""

    employee_id: int
    employee_number: str
    company_id: int
    name: str
    hired_on: dt.date
    left_on: dt.date | None
    team_id: int | None
    cost_centre_id: int | None
    contract_hours: Decimal
    approval_limit: Decimal | None
    row_version: int

    def is_employed(self, day: dt.date) -> bool:
        """Whether a day lies in the employment, its first and last day included."""
        return self.hired_on <= day and (self.left_on is None or day <= self.left_on)

    def require_employed(self, day: dt.date) -> None:
        """Refuse a day outside of the employment. Raises NotEmployed."""
        if not self.is_employed(day):
            raise NotEmployed(
                self.employee_number, day, hired_on=self.hired_on, left_on=self.left_on
            )


@dataclass(frozen=True)
class Span:
    """Days from one to another, both included; open when nothing ends it."""

    begins_on: dt.date
    ends_on: dt.date | None

    def within(self, other: Span) -> Span | None:
        """The days that are in both; None when there are none."""
        begins = max(self.begins_on, other.begins_on)
        ends = min((day for day in (self.ends_on, other.ends_on) if day), default=None)
        return None if ends is not None and ends < begins else Span(begins, ends)

    @property
    def days(self) -> int:
        """How many days it has; of a span that ends."""
        if self.ends_on is None:
            raise AssertionError("a span without an end has no number of days")
        return (self.ends_on - self.begins_on).days + 1


@dataclass(frozen=True)
class Salary:
    """A gross pay for a whole month, and the share of income tax, while they hold."""

    monthly_gross_amount: Decimal
    withholding_rate: Decimal
    holds: Span


@dataclass(frozen=True)
class Contribution:
    """What a fund takes of the gross, from the employee and on top from the employer."""

    account_code: str
    employee_rate: Decimal
    employer_rate: Decimal


@dataclass(frozen=True)
class Pay:
    """What a month of somebody is paid, and to whom; funds are amounts by account."""

    gross_amount: Decimal
    employee_funds: tuple[Decimal, ...]
    employer_funds: tuple[Decimal, ...]
    withheld_amount: Decimal

    @property
    def contribution_amount(self) -> Decimal:
        """What the funds take off the gross."""
        return sum(self.employee_funds, Decimal("0.00"))

    @property
    def employer_amount(self) -> Decimal:
        """What the funds take on top of the gross."""
        return sum(self.employer_funds, Decimal("0.00"))

    @property
    def net_amount(self) -> Decimal:
        """What the employee gets."""
        return self.gross_amount - self.contribution_amount - self.withheld_amount


def month_of(day: dt.date) -> Span:
    """The whole month of a day."""
    last = calendar.monthrange(day.year, day.month)[1]
    return Span(day.replace(day=1), day.replace(day=last))


def days_without_salary(salaries: Iterable[Salary], employed: Span) -> int:
    """For how many days of the employment in a month nobody said what is paid."""
    covered = (salary.holds.within(employed) for salary in salaries)
    return employed.days - sum(span.days for span in covered if span)


def pay_of_month(
    salaries: Sequence[Salary],
    contributions: Sequence[Contribution],
    *,
    month: Span,
    employed: Span,
    unpaid: Sequence[Span],
    employee: str,
) -> Pay:
    """The pay of a month: each salary by its calendar days of the month, unpaid days left out.

    The tax is taken of the gross less the contributions, by the rate of the last salary. Raises
    ContributionsAbovePay.
    """
    gross, withholding_rate = Decimal(0), Decimal(0)
    for salary in salaries:
        span = salary.holds.within(employed)
        if span is None:
            continue
        away = (absence.within(span) for absence in unpaid)
        days = span.days - sum(absence.days for absence in away if absence)
        gross += salary.monthly_gross_amount * days / month.days
        withholding_rate = salary.withholding_rate
    gross = to_cents(gross)
    employee_funds = tuple(to_cents(gross * each.employee_rate) for each in contributions)
    taxable = gross - sum(employee_funds, Decimal(0))
    pay = Pay(
        gross_amount=gross,
        employee_funds=employee_funds,
        employer_funds=tuple(to_cents(gross * each.employer_rate) for each in contributions),
        withheld_amount=to_cents(taxable * withholding_rate),
    )
    if pay.net_amount < 0:
        raise ContributionsAbovePay(
            f"Employee {employee}: contributions and tax would take "
            f"{gross - pay.net_amount} of {gross}.",
            remedy="Correct the rates of the funds: together they are less than 1.",
        )
    return pay
