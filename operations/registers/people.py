"""The registers of who works here, and of what they are paid."""

from __future__ import annotations

from typing import Final

from operations.registers.model import Lines, Register

_EMPLOYEE: Final = "join erp.employees using (employee_id)"

PEOPLE: Final = (
    Register(
        "employees",
        "erp",
        "employees",
        "employee_id",
        "employee_number",
        (
            "employee_number as number",
            "head.name",
            "head.job",
            "team_code as team",
            "head.email",
            "head.hired_on",
            "head.left_on",
            "(select l.approval_limit from erp.approval_limits as l"
            " where l.employee_id = head.employee_id order by valid_from desc limit 1)"
            " as approves_up_to",
        ),
        "left join erp.teams using (team_id)",
        dated="hired_on",
        kind="employee",
    ),
    Register(
        "teams",
        "erp",
        "teams",
        "team_id",
        "team_code",
        ("team_code as number", "head.name", "employees.name as manager"),
        "left join erp.employees on employee_id = manager_id",
    ),
    Register(
        "payrolls",
        "erp",
        "payrolls",
        "payroll_id",
        "payroll_number",
        (
            "payroll_number as number",
            "head.posted_on",
            "gross_amount as gross",
            "employer_amount as employer",
            "withheld_amount as withheld",
            "net_amount as net",
            "paid_on",
            "contributions_paid_on",
        ),
        dated="posted_on",
        lines=(
            Lines(
                "payslips",
                "erp.payroll_lines",
                "payroll_id",
                (
                    "line_number as line",
                    "employee_number as employee",
                    "employees.name",
                    "gross_amount as gross",
                    "contribution_amount as contributions",
                    "withheld_amount as withheld",
                    "net_amount as net",
                    "employer_amount as employer",
                ),
                "line_number",
                _EMPLOYEE,
            ),
        ),
        kind="payroll",
    ),
    Register(
        "absences",
        "erp",
        "absences",
        "absence_id",
        "employees.employee_number",
        (
            "employees.employee_number as number",
            "employees.name",
            "head.kind",
            "head.starts_on",
            "head.ends_on",
            "head.cancelled_at",
        ),
        _EMPLOYEE,
        "kind",
        "starts_on",
    ),
)
