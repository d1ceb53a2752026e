"""``affluent erp …``: what a bookkeeper does with the books of the operational store.

Rooms are imported inside each command, as in ``cli.py``; the SQL is theirs.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from affluent.errors import ConfigError
from affluent.options import HERE, WorkspaceOption, span

if TYPE_CHECKING:
    from affluent.settings import Workspace
    from operations.database.connection import Connection
    from operations.erp.accounting.periods import Period

erp_app = typer.Typer(no_args_is_help=True, help="The books: trial balance, periods, FEC.")

MonthOption = Annotated[str, typer.Option("--month", help="The month, e.g. 2024-05.")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")]


class Format(StrEnum):
    """How figures are printed."""

    table = "table"
    csv = "csv"


@erp_app.command("trial-balance")
def trial_balance(
    workspace: WorkspaceOption = HERE,
    start: Annotated[str | None, typer.Option("--from", help="First day, e.g. 2024-01-01.")] = None,
    end: Annotated[str | None, typer.Option("--to", help="Last day, included.")] = None,
    output: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.table,
) -> None:
    """Print each account's debit, credit and balance; without dates, of all that was posted."""
    from affluent.settings import load_workspace
    from operations.erp.accounting import trial_balance as ledger

    first, last = span(start, end)
    with _books(load_workspace(workspace)) as connection:
        balances = ledger.trial_balance(connection, start=first, end=last)
    rows = [
        [line.account_code, line.name, str(line.debit), str(line.credit), str(line.balance)]
        for line in balances
    ]
    heading = ["account", "name", "debit", "credit", "balance"]
    debit, credit = ledger.total(balances)
    if output is Format.csv:
        _print_csv(heading, rows)
    else:
        total = ["", "Total", str(debit), str(credit), str(debit - credit)]
        _print_table(heading, rows, footer=total, figures=3)


@erp_app.command("fec")
def fec(
    year: Annotated[int, typer.Option(min=1900, max=9998, help="The year in which it ends.")],
    out: Annotated[Path, typer.Option("--out", help="The file, SIRENFECYYYYMMDD.txt.")],
    workspace: WorkspaceOption = HERE,
) -> None:
    """Write the FEC of a fiscal year, checked by the rules of the tax office."""
    from affluent.settings import load_workspace
    from operations.erp.accounting import fec as ledger
    from operations.erp.accounting.fec_rules import is_named_by_the_rule

    loaded = load_workspace(workspace)
    if out.is_dir() or not out.absolute().parent.is_dir():
        raise ConfigError(
            f"--out {out} is not a file in a folder that exists.",
            remedy=f"Name a file, such as --out 123456789FEC{year}1231.txt.",
        )
    start, end = ledger.fiscal_year(year, first_month=loaded.config.company.fiscal_year_start)
    with _books(loaded) as connection:
        written = ledger.write_fec(connection, out, start=start, end=end)
    typer.echo(
        f"Wrote {out}: {written.lines:,} lines, {written.entries:,} entries from {start} to {end}, "
        f"debit {written.debit:,} = credit {written.credit:,}; no rule is broken."
    )
    if not is_named_by_the_rule(out):
        typer.echo(
            f"The tax office wants it named SIREN (9 digits) + FEC{end:%Y%m%d}.txt.", err=True
        )


@erp_app.command("periods")
def periods(
    workspace: WorkspaceOption = HERE,
    output: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.table,
) -> None:
    """List the months of the books: open or closed, and what was posted in them."""
    from affluent.settings import load_workspace
    from operations.erp.accounting import periods as ledger

    with _books(load_workspace(workspace)) as connection:
        found = ledger.periods(connection)
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
    if output is Format.csv:
        _print_csv(heading, rows)
    else:
        _print_table(heading, rows, figures=3)


@erp_app.command("close-period")
def close_period(
    month: MonthOption, workspace: WorkspaceOption = HERE, dry_run: DryRunOption = False
) -> None:
    """Close a month: nothing in it, or before it, changes any more."""
    from affluent.settings import load_workspace
    from operations.erp.accounting import periods as ledger

    day = _month(month)
    with _books(load_workspace(workspace), writes=True) as connection:
        period = ledger.close_period(connection, month=day)
        if dry_run:
            connection.rollback()
    typer.echo(f"{'Would close' if dry_run else 'Closed'} {_said(period)}")


@erp_app.command("reopen-period")
def reopen_period(
    month: MonthOption, workspace: WorkspaceOption = HERE, dry_run: DryRunOption = False
) -> None:
    """Open the last closed month again."""
    from affluent.settings import load_workspace
    from operations.erp.accounting import periods as ledger

    day = _month(month)
    with _books(load_workspace(workspace), writes=True) as connection:
        period = ledger.reopen_period(connection, month=day)
        if dry_run:
            connection.rollback()
    typer.echo(f"{'Would reopen' if dry_run else 'Reopened'} {_said(period)}")


def _said(period: Period) -> str:
    return (
        f"{period.starts_on:%Y-%m}: {period.entry_count:,} entries, "
        f"debit {period.debit:,} = credit {period.credit:,}."
    )


@contextmanager
def _books(workspace: Workspace, *, writes: bool = False) -> Iterator[Connection]:
    """The operational store, started and brought up to date; committed when all went well."""
    import psycopg

    from operations.database import migrate
    from operations.database.server import running

    with running(workspace) as store:
        migrate.upgrade(store.owner)
        with psycopg.connect(store.writer if writes else store.extractor) as connection:
            yield connection


def _month(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(f"{text}-01")
    except ValueError:
        raise ConfigError(
            f"--month {text} is not a month.", remedy="Write it like --month 2024-05."
        ) from None


def _print_csv(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerows([heading, *rows])


def _print_table(
    heading: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    footer: Sequence[str] | None = None,
    figures: int,
) -> None:
    """Print a table whose last columns, ``figures`` of them, are numbers."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(show_footer=footer is not None)
    for place, name in enumerate(heading):
        is_figure = place >= len(heading) - figures
        table.add_column(
            name,
            footer=footer[place] if footer else "",
            justify="right" if is_figure else "left",
            no_wrap=is_figure,
        )
    for row in rows:
        table.add_row(*(Text(value) for value in row))
    Console().print(table)
