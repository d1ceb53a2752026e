"""The commands of people: hiring and leaving, what they may and earn, hours, absences, payroll.

Each takes an open connection and commits nothing: the caller decides what belongs together.
"""

from __future__ import annotations

from operations.erp.people.absences import cancel_absence, record_absence
from operations.erp.people.contributions import contributions_on, set_contribution_rate
from operations.erp.people.employees import change_employee, employee, hire, leave
from operations.erp.people.entitlements import (
    approval_limit_on,
    commission_rate_on,
    make_seller,
    set_approval_limit,
    set_salary,
)
from operations.erp.people.payroll import run_payroll
from operations.erp.people.payroll_payments import pay_contributions, pay_salaries
from operations.erp.people.teams import change_team, open_team
from operations.erp.people.working_time import Work, correct_work, record_work

__all__ = [
    "Work",
    "approval_limit_on",
    "cancel_absence",
    "change_employee",
    "change_team",
    "commission_rate_on",
    "contributions_on",
    "correct_work",
    "employee",
    "hire",
    "leave",
    "make_seller",
    "open_team",
    "pay_contributions",
    "pay_salaries",
    "record_absence",
    "record_work",
    "run_payroll",
    "set_approval_limit",
    "set_contribution_rate",
    "set_salary",
]
