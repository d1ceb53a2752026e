"""``affluent erp employee|payroll``: who works here, and what they are paid."""

from __future__ import annotations

from typing import Annotated

import typer

from affluent.desk.acts import Dated, act
from affluent.desk.deed import Deed
from affluent.desk.options import CompanyOption, decimal, month

employees = typer.Typer(no_args_is_help=True, help="Employees (salariés).")
payrolls = typer.Typer(no_args_is_help=True, help="Payroll (paie).")


@act(employees, "hire")
def hire(
    deed: Deed,
    name: Annotated[str, typer.Argument(help="How the employee is called.")],
    *,
    job: Annotated[str | None, typer.Option(help="What the employee does.")] = None,
    email: Annotated[str | None, typer.Option(help="A mail address.")] = None,
    salary: Annotated[str | None, typer.Option(help="Gross pay of a month (brut).")] = None,
    withholding: Annotated[
        str, typer.Option(help="Share of income tax withheld, e.g. 0.075 (prélèvement).")
    ] = "0",
    approves: Annotated[str | None, typer.Option(help="May approve purchases up to this.")] = None,
    commission: Annotated[
        str | None, typer.Option(help="Sells, for this share of what is sold, e.g. 0.03.")
    ] = None,
    company: CompanyOption = None,
) -> None:
    """Hire somebody from a day on."""
    from operations.erp.people import commands as people

    employee_id = people.hire(
        deed.connection,
        name=name,
        hired_on=deed.on,
        company_id=deed.company(company),
        job=job,
        email=email,
    )
    if salary is not None:
        people.set_salary(
            deed.connection,
            employee_id=employee_id,
            monthly_gross_amount=decimal(salary, "--salary"),
            valid_from=deed.on,
            withholding_rate=decimal(withholding, "--withholding"),
        )
    if approves is not None:
        people.set_approval_limit(
            deed.connection,
            employee_id=employee_id,
            approval_limit=decimal(approves, "--approves"),
            valid_from=deed.on,
        )
    if commission is not None:
        people.make_seller(
            deed.connection,
            employee_id=employee_id,
            commission_rate=decimal(commission, "--commission"),
            valid_from=deed.on,
        )
    deed.say("hire", "Hired", f"{deed.number('employee', employee_id)}: {name}")


@act(employees, "leave")
def leave(
    deed: Deed,
    employee: Annotated[str, typer.Argument(help="The employee, e.g. EM00001.")],
) -> None:
    """Let an employment end with a day."""
    from operations.erp.people import commands as people

    people.leave(deed.connection, employee_id=deed.key("employee", employee), left_on=deed.on)
    deed.say("end", "Ended", f"the employment of {employee} on {deed.on}")


@act(payrolls, "rate")
def set_rate(
    deed: Deed,
    account: Annotated[str, typer.Argument(help="The account of the fund, e.g. 431.")],
    *,
    employee: Annotated[str, typer.Option(help="Share of the gross that is held back.")],
    employer: Annotated[str, typer.Option(help="Share that the company pays on top.")],
    company: CompanyOption = None,
) -> None:
    """Say what a fund takes of gross pay from a day on (cotisations sociales)."""
    from operations.erp.people import commands as people

    people.set_contribution_rate(
        deed.connection,
        account_code=account,
        employee_rate=decimal(employee, "--employee"),
        employer_rate=decimal(employer, "--employer"),
        valid_from=deed.on,
        company_id=deed.company(company),
    )
    deed.say("set", "Set", f"{employee} and {employer} for {account} from {deed.on}")


@act(payrolls, "run", dated=Dated.never)
def run_payroll(
    deed: Deed,
    *,
    of: Annotated[str, typer.Option("--month", help="The month, e.g. 2024-05.")],
    company: CompanyOption = None,
) -> None:
    """Charge the pay of a month, on its last day."""
    from operations.erp.people import commands as people

    first = month(of)
    payroll_id = people.run_payroll(deed.connection, company_id=deed.company(company), month=first)
    deed.say("run", "Ran", f"{deed.number('payroll', payroll_id)} of {of}")


@act(payrolls, "pay")
def pay_payroll(
    deed: Deed,
    payroll: Annotated[str, typer.Argument(help="The payroll, e.g. PL00001.")],
    *,
    contributions: Annotated[
        bool, typer.Option(help="Pay the funds and the tax withheld, not the salaries.")
    ] = False,
) -> None:
    """Pay the salaries of a payroll; with --contributions, the funds (URSSAF, DSN)."""
    from operations.erp.people import commands as people

    payroll_id = deed.key("payroll", payroll)
    pay = people.pay_contributions if contributions else people.pay_salaries
    pay(deed.connection, payroll_id=payroll_id, paid_on=deed.on)
    what = "contributions" if contributions else "salaries"
    deed.say("pay", "Paid", f"the {what} of {payroll}")
