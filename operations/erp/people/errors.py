"""What is refused of people: each names the employee by number, the rule and the remedy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from operations.errors import CommandRefused


class CodeTaken(CommandRefused):
    """A code or an address of mail that is somebody else's already."""

    def __init__(self, thing: str, code: str) -> None:
        super().__init__(f"There is a {thing} {code} already.", remedy="Give another one.")


class NotEmployed(CommandRefused):
    """A day before somebody was hired, or after he left."""

    def __init__(
        self, employee: str, day: dt.date, *, hired_on: dt.date, left_on: dt.date | None
    ) -> None:
        until = f"to {left_on}" if left_on else "on"
        super().__init__(
            f"Employee {employee} is not employed on {day}: from {hired_on} {until}.",
            remedy="Name a day of the employment, or somebody else.",
        )


class LeftAlready(CommandRefused):
    """Leaving twice."""

    def __init__(self, employee: str, left_on: dt.date) -> None:
        super().__init__(
            f"Employee {employee} has left on {left_on}.", remedy="Nothing is to be done."
        )


class StillBound(CommandRefused):
    """Leaving while something is written for later days, or a team is without its manager."""


class NotASeller(CommandRefused):
    """Somebody who has no commission rate on that day."""

    def __init__(self, employee: str, day: dt.date) -> None:
        super().__init__(
            f"Employee {employee} is not a seller on {day}.",
            remedy="Say from when, and at which commission (make_seller).",
        )


class AbsentThatDay(CommandRefused):
    """Hours on a day on which somebody is away."""

    def __init__(self, employee: str, day: dt.date) -> None:
        super().__init__(
            f"Employee {employee} is absent on {day}: no hours are worked then.",
            remedy="Correct the day, or cancel the absence first.",
        )


class TooManyHours(CommandRefused):
    """More hours than a day has."""

    def __init__(self, employee: str, day: dt.date, *, total: Decimal) -> None:
        super().__init__(
            f"Employee {employee} would work {total.normalize():f} hours on {day}.",
            remedy="Give at most 24 in all; correct what was entered before.",
        )


class AbsentAlready(CommandRefused):
    """Two absences on one day."""

    def __init__(self, employee: str, starts_on: dt.date, ends_on: dt.date) -> None:
        super().__init__(
            f"Employee {employee} is absent from {starts_on} to {ends_on} already.",
            remedy="Choose other days, or cancel that absence first.",
        )


class WorkedThen(CommandRefused):
    """An absence on a day with hours."""

    def __init__(self, employee: str, day: dt.date) -> None:
        super().__init__(
            f"Employee {employee} has worked on {day}.",
            remedy="Correct those hours to zero, or choose other days.",
        )


class CancelledAlready(CommandRefused):
    """Cancelling an absence twice."""


class PayrollRun(CommandRefused):
    """A change of what somebody is paid in a month that was paid already."""

    def __init__(self, what: str, month: dt.date) -> None:
        super().__init__(
            f"{what} would change the payroll of {month:%Y-%m}, which was run.",
            remedy="Let it begin after that month, and pay the difference with the next one.",
        )


class RunAlready(CommandRefused):
    """A second payroll of a month: everybody would be paid twice."""

    def __init__(self, payroll_number: str, month: dt.date) -> None:
        super().__init__(
            f"The payroll of {month:%Y-%m} was run: {payroll_number}.",
            remedy="Correct it by an entry of the next month.",
        )


class NothingToPay(CommandRefused):
    """A month in which nobody was employed."""

    def __init__(self, month: dt.date) -> None:
        super().__init__(
            f"Nobody is employed in {month:%Y-%m}.", remedy="Hire first, or choose the month."
        )


class NoSalary(CommandRefused):
    """Employees whose pay nobody said: the month would lack them."""

    def __init__(self, employees: Sequence[str], month: dt.date) -> None:
        super().__init__(
            f"No salary is in force for {', '.join(employees)} on every day of {month:%Y-%m}.",
            remedy="Set their salary (set_salary), zero for those who are paid nothing.",
        )


class NoContributionRate(CommandRefused):
    """A payroll without what the funds take of it."""

    def __init__(self, company: str, day: dt.date) -> None:
        super().__init__(
            f"Company {company} has no contribution rate in force on {day}.",
            remedy="Enter the rates of its funds (set_contribution_rate).",
        )


class ContributionsAbovePay(CommandRefused):
    """Funds and tax would take more than the whole pay."""


class PaidAlready(CommandRefused):
    """Paying a payroll twice."""

    def __init__(self, payroll_number: str, what: str, paid_on: dt.date) -> None:
        super().__init__(
            f"The {what} of payroll {payroll_number} were paid on {paid_on}.",
            remedy="Nothing is to be done.",
        )


class PaidTooEarly(CommandRefused):
    """Paying a payroll before it is charged."""

    def __init__(self, payroll_number: str, day: dt.date, *, posted_on: dt.date) -> None:
        super().__init__(
            f"Payroll {payroll_number} of {posted_on} cannot be paid on {day}.",
            remedy=f"Pay it on {posted_on} or later.",
        )
