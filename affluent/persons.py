"""``affluent forget`` and ``affluent access``: what a person may ask of the company."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from affluent.options import HERE, WorkspaceOption

PersonArgument = Annotated[
    str,
    typer.Argument(help="A mail address, a contact's number, source:table:key, or a whole name."),
]


def forget(
    person: PersonArgument,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without, only say what.")] = False,
    by: Annotated[str, typer.Option("--by", help="Who asks for it.")] = "the person",
    workspace: WorkspaceOption = HERE,
) -> None:
    """Forget a person everywhere, and prove it (GDPR, art. 17)."""
    from affluent.i18n import Words
    from affluent.settings import load_workspace
    from privacy import forgetting

    loaded = load_workspace(workspace)
    words = Words(loaded.config.company.language)
    if not yes:
        planned = forgetting.plan(loaded, person)
        typer.echo(words("privacy.planned", name=planned.person.records[0].name))
        for record in planned.person.records:
            typer.echo(f"  {record.place}  {record.name}  {record.address or ''}")
        for step in planned.steps:
            rows = "" if step.rows is None else f"{step.rows:,}"
            typer.echo(f"  {step.place}  {step.table}  {rows}")
        typer.echo(words("privacy.confirm"))
        return
    path = forgetting.forget(loaded, person, by=by, on=dt.date.today())  # noqa: DTZ011
    typer.echo(path.read_text(encoding="utf-8"))
    typer.echo(words("privacy.forgotten", path=path))


def access(
    person: PersonArgument,
    to: Annotated[Path, typer.Option("--to", help="The file: Markdown, and JSON beside it.")],
    workspace: WorkspaceOption = HERE,
) -> None:
    """Write the file of everything that is held of a person (GDPR, art. 15)."""
    from affluent.i18n import Words
    from affluent.settings import load_workspace
    from privacy import access as file

    loaded = load_workspace(workspace)
    words = Words(loaded.config.company.language)
    told = file.collect(loaded, person, on=dt.date.today())  # noqa: DTZ011
    readable, portable = file.write(told, to, words)
    typer.echo(
        words("privacy.written", parts=len(told.parts), readable=readable, portable=portable)
    )
