"""``affluent erp close-year|tax-return|budget|checklist``: what the year asks of a bookkeeper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from affluent.desk.acts import Dated, act
from affluent.desk.deed import Deed, company_key
from affluent.desk.options import CompanyOption, decimal, month
from affluent.desk.printing import Format, FormatOption, print_csv, print_rows, print_table
from affluent.desk.store import reading
from affluent.errors import ConfigError
from affluent.options import HERE, WorkspaceOption

if TYPE_CHECKING:
    from operations.erp.accounting.tax_returns import TaxPeriod

year_end = typer.Typer()
tax_returns = typer.Typer(no_args_is_help=True, help="VAT returns (déclarations de TVA).")
budgets = typer.Typer(no_args_is_help=True, help="Budgets, and how far they were kept.")

MonthOption = Annotated[str | None, typer.Option("--month", help="The month, e.g. 2024-05.")]
QuarterOption = Annotated[
    str | None, typer.Option("--quarter", help="The quarter of a month, e.g. 2024-05.")
]


@act(year_end, "close-year", dated=Dated.never)
def close_year(
    deed: Deed,
    year: Annotated[int, typer.Option(min=1900, max=9998, help="The year in which it ends.")],
    *,
    company: CompanyOption = None,
) -> None:
    """Close a fiscal year (clôture de l'exercice) and open the next one (à-nouveaux)."""
    from operations.erp.accounting.year_end import close_year as close

    closed = close(
        deed.connection,
        year=year,
        first_month=deed.settings.fiscal_year_start,
        company_id=deed.company(company),
    )
    what = f"{closed.starts_on} to {closed.ends_on}, result {closed.result_amount:,.2f}"
    deed.say("close", "Closed", what)


@year_end.command("checklist")
def checklist(
    of: Annotated[str, typer.Option("--month", help="The month, e.g. 2024-05.")],
    *,
    company: CompanyOption = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Print what should be so before a month closes, and what to do where it is not."""
    from operations.erp.closing import commands as closing

    first = month(of)
    with reading(workspace) as connection:
        checks = closing.closing_checklist(
            connection, month=first, company_id=company_key(connection, company)
        )
    for check in checks:
        typer.echo(f"{'✓' if check.is_ok else '✗'} {check.name}: {check.detail}")
        if not check.is_ok:
            typer.echo(f"    → {check.remedy}")


@act(year_end, "accrue", dated=Dated.never)
def accrue(
    deed: Deed,
    of: Annotated[str, typer.Option("--month", help="The month, e.g. 2024-05.")],
    *,
    company: CompanyOption = None,
) -> None:
    """Post what was delivered and not invoiced at a month's end (factures à établir)."""
    from operations.erp.closing import commands as closing

    first = month(of)
    made = closing.accrue(deed.connection, month=first, company_id=deed.company(company))
    deed.say("accrue", "Accrued", of if made is not None else f"nothing in {of}")


@tax_returns.command("prepare")
def prepare(
    *,
    of: MonthOption = None,
    quarter: QuarterOption = None,
    company: CompanyOption = None,
    workspace: WorkspaceOption = HERE,
    output: FormatOption = Format.table,
) -> None:
    """Print what the return of a month or quarter would say now, by box of the form."""
    from operations.erp.accounting.tax_returns import prepare_tax_return

    period = _period(of, quarter)
    with reading(workspace) as connection:
        found = prepare_tax_return(
            connection, period=period, company_id=company_key(connection, company)
        )
    heading = ["box", "base", "tax"]
    rows = [
        [name, str(box.base_amount), str(box.tax_amount)] for name, box in found.boxes().items()
    ]
    if output is Format.csv:
        print_csv(heading, rows)
        return
    print_table(heading, rows, figures=2)
    typer.echo(
        f"Due {found.due_amount:,.2f}, deductible {found.deductible_amount:,.2f}, credit brought "
        f"{found.credit_brought:,.2f}: to pay {found.payable_amount:,.2f}, "
        f"to carry over {found.credit_amount:,.2f}."
    )


@act(tax_returns, "file")
def file(
    deed: Deed,
    *,
    of: MonthOption = None,
    quarter: QuarterOption = None,
    company: CompanyOption = None,
) -> None:
    """File the return of a month or quarter, and settle its accounts."""
    from operations.erp.accounting.tax_filing import file_tax_return

    period = _period(of, quarter)
    key = file_tax_return(
        deed.connection, period=period, filed_on=deed.on, company_id=deed.company(company)
    )
    what = f"{deed.number('tax_return', key)} from {period.starts_on} to {period.ends_on}"
    deed.say("file", "Filed", what)


@act(tax_returns, "pay")
def pay(
    deed: Deed,
    tax_return: Annotated[str, typer.Argument(help="The return, e.g. TR00001.")],
) -> None:
    """Pay what a return says."""
    from operations.erp.accounting.tax_filing import pay_tax_return

    key = deed.key("tax_return", tax_return)
    pay_tax_return(deed.connection, tax_return_id=key, paid_on=deed.on)
    deed.say("pay", "Paid", tax_return)


@act(budgets, "set", dated=Dated.never)
def set_budget(
    deed: Deed,
    account: Annotated[str, typer.Argument(help="The account, class 6 or 7.")],
    *,
    of: Annotated[str, typer.Option("--month", help="The month, e.g. 2024-05.")],
    amount: Annotated[str, typer.Option(help="What is planned, above zero.")],
    version: Annotated[
        Literal["initial", "revised"], typer.Option(help="Of the year's start, or of now.")
    ] = "initial",
    company: CompanyOption = None,
) -> None:
    """Plan what an account shall have in a month."""
    from operations.erp.accounting.budgets import set_budget as plan

    first = month(of)
    plan(
        deed.connection,
        account_code=account,
        month=first,
        amount=decimal(amount, "--amount"),
        version=version,
        company_id=deed.company(company),
    )
    deed.say("plan", "Planned", f"{amount} for {account} in {of}")


@budgets.command("show")
def show_budget(
    *,
    start: Annotated[str, typer.Option("--from", help="The first month, e.g. 2024-01.")],
    end: Annotated[str, typer.Option("--to", help="The last month, e.g. 2024-12.")],
    version: Annotated[
        Literal["initial", "revised"], typer.Option(help="Of the year's start, or of now.")
    ] = "revised",
    company: CompanyOption = None,
    workspace: WorkspaceOption = HERE,
    output: FormatOption = Format.table,
) -> None:
    """Print plan, books and difference by account and month."""
    from operations.erp.accounting.budgets import budget_against_actual
    from operations.erp.accounting.periods import month_span

    first, (_, last) = month(start, "--from"), month_span(month(end, "--to"))
    with reading(workspace) as connection:
        found = budget_against_actual(
            connection,
            start=first,
            end=last,
            version=version,
            company_id=company_key(connection, company),
        )
    heading = ["account", "name", "month", "budget", "actual", "variance"]
    rows = [
        [
            line.account_code,
            line.name,
            f"{line.month:%Y-%m}",
            str(line.budget),
            str(line.actual),
            str(line.variance),
        ]
        for line in found
    ]
    print_rows(heading, rows, output, figures=3)


def _period(of: str | None, quarter: str | None) -> TaxPeriod:
    from operations.erp.accounting.tax_returns import TaxPeriod

    if of is not None and quarter is None:
        return TaxPeriod.month(month(of))
    if quarter is not None and of is None:
        return TaxPeriod.quarter(month(quarter, "--quarter"))
    raise ConfigError(
        "A return is of a month or of a quarter.", remedy="Give --month or --quarter, one of them."
    )
