"""``affluent erp …``: what a bookkeeper does with the books: balances, periods, FEC."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from affluent.desk.acts import Dated, act
from affluent.desk.deed import Deed, company_key
from affluent.desk.options import CompanyOption, month
from affluent.desk.printing import Format, FormatOption, print_csv, print_rows, print_table
from affluent.desk.store import reading
from affluent.errors import ConfigError
from affluent.options import HERE, WorkspaceOption, span

if TYPE_CHECKING:
    from operations.erp.accounting.periods import Period

books = typer.Typer()


class FecEncoding(StrEnum):
    """The encodings that the rule of the FEC allows."""

    utf_8 = "utf-8"
    iso_8859_15 = "iso-8859-15"
    ascii = "ascii"


MonthOption = Annotated[str, typer.Option("--month", help="The month, e.g. 2024-05.")]


@books.command("trial-balance")
def trial_balance(
    workspace: WorkspaceOption = HERE,
    start: Annotated[str | None, typer.Option("--from", help="First day, e.g. 2024-01-01.")] = None,
    end: Annotated[str | None, typer.Option("--to", help="Last day, included.")] = None,
    company: CompanyOption = None,
    output: FormatOption = Format.table,
) -> None:
    """Print each account's debit, credit and balance; without dates, of all that was posted."""
    from operations.erp.accounting import trial_balance as ledger

    first, last = span(start, end)
    with reading(workspace) as connection:
        balances = ledger.trial_balance(
            connection, start=first, end=last, company_id=company_key(connection, company)
        )
    rows = [
        [line.account_code, line.name, str(line.debit), str(line.credit), str(line.balance)]
        for line in balances
    ]
    heading = ["account", "name", "debit", "credit", "balance"]
    debit, credit = ledger.total(balances)
    if output is Format.csv:
        print_csv(heading, rows)
    else:
        total = ["", "Total", str(debit), str(credit), str(debit - credit)]
        print_table(heading, rows, footer=total, figures=3)


@books.command("fec")
def fec(
    year: Annotated[int, typer.Option(min=1900, max=9998, help="The year in which it ends.")],
    out: Annotated[Path, typer.Option("--out", help="The file, SIRENFECYYYYMMDD.txt.")],
    workspace: WorkspaceOption = HERE,
    encoding: Annotated[FecEncoding, typer.Option(help="One that the rule allows.")] = (
        FecEncoding.utf_8
    ),
    company: CompanyOption = None,
) -> None:
    """Write the FEC of a fiscal year, checked by the rules of the tax office."""
    from affluent.settings import load_workspace
    from operations.erp.accounting import fec as ledger
    from operations.erp.accounting.fiscal_years import fiscal_year
    from standards.fec import named

    loaded = load_workspace(workspace)
    if out.is_dir() or not out.absolute().parent.is_dir():
        raise ConfigError(
            f"--out {out} is not a file in a folder that exists.",
            remedy=f"Name a file, such as --out 123456789FEC{year}1231.txt.",
        )
    start, end = fiscal_year(year, first_month=loaded.config.company.fiscal_year_start)
    with reading(workspace) as connection:
        written = ledger.write_fec(
            connection,
            out,
            start=start,
            end=end,
            company_id=company_key(connection, company),
            encoding=encoding.value,
        )
    typer.echo(
        f"Wrote {out}: {written.lines:,} lines, {written.entries:,} entries from {start} to {end}, "
        f"debit {written.debit:,} = credit {written.credit:,}; no rule is broken."
    )
    if not named(out.name).is_by_the_rule:
        typer.echo(
            f"The tax office wants it named SIREN (9 digits) + FEC{end:%Y%m%d}.txt.", err=True
        )


@books.command("periods")
def periods(
    workspace: WorkspaceOption = HERE,
    company: CompanyOption = None,
    output: FormatOption = Format.table,
) -> None:
    """List the months of the books: open or closed, and what was posted in them."""
    from operations.erp.accounting import periods as ledger

    with reading(workspace) as connection:
        found = ledger.periods(connection, company_id=company_key(connection, company))
    heading = ["month", "status", "entries", "debit", "credit"]
    rows = [
        [
            f"{period.starts_on:%Y-%m}",
            period.status,
            str(period.entry_count),
            str(period.debit),
            str(period.credit),
        ]
        for period in found
    ]
    print_rows(heading, rows, output, figures=3)


@act(books, "close-period", dated=Dated.never)
def close_period(
    deed: Deed,
    of: MonthOption,
    *,
    strict: Annotated[
        bool, typer.Option("--strict", help="Not while a check of the checklist fails.")
    ] = False,
    company: CompanyOption = None,
) -> None:
    """Close a month (clôture): nothing in it, or before it, changes any more."""
    from operations.erp.closing import commands as closing

    period = closing.close_period(
        deed.connection, month=month(of), company_id=deed.company(company), strict=strict
    )
    deed.say("close", "Closed", _said(period))


@act(books, "reopen-period", dated=Dated.never)
def reopen_period(deed: Deed, of: MonthOption, *, company: CompanyOption = None) -> None:
    """Open the last closed month again."""
    from operations.erp.accounting import periods as ledger

    period = ledger.reopen_period(
        deed.connection, month=month(of), company_id=deed.company(company)
    )
    deed.say("reopen", "Reopened", _said(period))


def _said(period: Period) -> str:
    return (
        f"{period.starts_on:%Y-%m}: {period.entry_count:,} entries, "
        f"debit {period.debit:,} = credit {period.credit:,}"
    )
