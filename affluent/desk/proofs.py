"""``prove`` and ``thread``: whether the books hold, and what became of a deal, with its entries."""

from __future__ import annotations

from typing import Annotated

import typer

from affluent.desk.printing import print_table
from affluent.desk.store import reading
from affluent.errors import LawBroken
from affluent.options import HERE, WorkspaceOption

proofs = typer.Typer()


@proofs.command("prove")
def prove(workspace: WorkspaceOption = HERE) -> None:
    """Ask of the store all that must always hold; name what does not."""
    from operations.erp.proofs import commands

    with reading(workspace) as connection:
        verdicts = commands.prove(connection)
    for verdict in verdicts:
        typer.echo(f"{'✓' if verdict.holds else '✗'} {verdict.name}")
        for offender in verdict.offenders:
            typer.echo(f"    {offender}")
        if verdict.count > len(verdict.offenders):
            typer.echo(f"    … and {verdict.count - len(verdict.offenders)} more")
    broken = [verdict for verdict in verdicts if not verdict.holds]
    if broken:
        raise LawBroken(
            f"{len(broken)} of {len(verdicts)} proofs are broken: {broken[0].name}. "
            f"{broken[0].reason}",
            remedy="Correct these documents; nothing was changed.",
        )


@proofs.command("thread")
def thread(
    number: Annotated[str, typer.Argument(help="A deal or an order, such as OP00012, SO00007.")],
    workspace: WorkspaceOption = HERE,
) -> None:
    """Print what became of a deal or an order: every document, with its journal entries."""
    from operations.erp.sales.commands import thread as follow
    from operations.registers.catalogue import CRM, ERP, of_number
    from operations.registers.reading import key_of

    register = of_number([*CRM, *ERP], number)
    with reading(workspace) as connection:
        key = key_of(connection, register, number)
        steps = (
            follow(connection, opportunity_id=key)
            if register.kind == "opportunity"
            else follow(connection, order_id=key)
        )
    rows = []
    for step in steps:
        amount = "" if step.amount is None else f"{step.amount:,.2f} {step.currency_code}"
        rows.append([str(step.on), step.kind, step.number, amount, "", "", "", ""])
        for line in step.lines:
            debit = f"{line.debit:,.2f}" if line.debit else ""
            credit = f"{line.credit:,.2f}" if line.credit else ""
            rows.append(["", "", "", "", line.entry_number, line.account_code, debit, credit])
    heading = ["on", "what", "number", "amount", "entry", "account", "debit", "credit"]
    print_table(heading, rows, figures=2)
