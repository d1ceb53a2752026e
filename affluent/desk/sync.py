"""``affluent sync``: the CRM and the ERP brought in step, and what waits for a person."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from affluent.desk.acts import Dated, act
from affluent.desk.deed import Deed
from affluent.desk.options import DateOption
from affluent.desk.printing import Format, FormatOption, print_rows
from affluent.desk.store import DryRunOption, reading, writing
from affluent.options import HERE, WorkspaceOption, day

sync_app = typer.Typer(no_args_is_help=True, help="The CRM and the ERP in step.")


@sync_app.command("run")
def run(
    *,
    everything: Annotated[
        bool,
        typer.Option("--all", help="All customers and accounts, also those that nobody changed."),
    ] = False,
    date: DateOption = None,
    workspace: WorkspaceOption = HERE,
    dry_run: DryRunOption = False,
) -> None:
    """Deliver what changed in one to the other, until nothing more can be delivered now."""
    from affluent.settings import load_workspace
    from operations.database.server import running
    from operations.sync import commands as sync

    loaded = load_workspace(workspace)
    today = day(date, "--date") or loaded.config.company.today()
    with running(loaded) as store:  # kept from one connection to the next
        with writing(workspace, dry_run=dry_run) as connection:
            if everything:
                sync.note_all(connection)
            if dry_run:
                typer.echo(f"Would deliver {len(sync.pending(connection))} messages.")
                return
        done = sync.run_sync(store.writer, today=today)
    typer.echo(
        f"Delivered {done.delivered} messages; {done.failed} failed, {done.conflicts} new"
        f" conflicts, {done.waiting} wait."
    )


@sync_app.command("pending")
def pending(*, workspace: WorkspaceOption = HERE, output: FormatOption = Format.table) -> None:
    """List what was not delivered; what was given up first."""
    from operations.sync import commands as sync

    with reading(workspace) as connection:
        found = sync.pending(connection)
    heading = ["since", "from", "about", "tries", "given up", "error"]
    rows = [
        [
            f"{message.occurred_at:%Y-%m-%d %H:%M}",
            message.system,
            message.topic,
            str(message.tries),
            "yes" if message.dead_at else "no",
            message.last_error or "",
        ]
        for message in found
    ]
    print_rows(heading, rows, output)


@sync_app.command("conflicts")
def conflicts(*, workspace: WorkspaceOption = HERE, output: FormatOption = Format.table) -> None:
    """List the fields that wait for a person, the oldest first."""
    from operations.sync import commands as sync

    with reading(workspace) as connection:
        found = sync.conflicts(connection)
    heading = ["account", "customer", "field", "before", "crm", "erp", "reason"]
    rows = [
        [
            conflict.account_number,
            conflict.customer_number,
            conflict.field,
            conflict.agreed_value or "",
            conflict.crm_value or "",
            conflict.erp_value or "",
            conflict.reason,
        ]
        for conflict in found
    ]
    print_rows(heading, rows, output)


@act(sync_app, "resolve", dated=Dated.never)
def resolve(
    deed: Deed,
    account: Annotated[str, typer.Argument(help="The account or the customer, e.g. A00001.")],
    field: Annotated[str, typer.Argument(help="The field, e.g. city.")],
    *,
    keep: Annotated[Literal["crm", "erp"], typer.Option(help="Whose value stands.")],
    by: Annotated[str, typer.Option(help="Who decides.")],
) -> None:
    """Let the value of one side stand; it is written to the other."""
    from operations.errors import NotFound
    from operations.sync import commands as sync

    for conflict in sync.conflicts(deed.connection):
        both = {conflict.account_number, conflict.customer_number}
        if account in both and conflict.field == field:
            break
    else:
        raise NotFound("conflict about", f"{field} of {account}")
    sync.resolve(deed.connection, conflict.conflict_id, keep, by)
    stands = conflict.crm_value if keep == "crm" else conflict.erp_value
    deed.say("keep", "Kept", f"{field} of {account} as the {keep.upper()} has it: {stands}")
