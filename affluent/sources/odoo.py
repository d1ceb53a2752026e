"""``affluent source add odoo``, and what is said of an Odoo that is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from affluent.errors import AffluentError, SourceError
from affluent.options import HERE, WorkspaceOption
from affluent.sources.app import add_app, worded, words_of

if TYPE_CHECKING:
    from affluent.i18n import Words
    from connectors.core.contract import Connector
    from connectors.odoo.inspection import Inspection

TOLERATED_SECONDS = 120.0


@add_app.command("odoo")
def add_odoo(
    url: Annotated[str, typer.Option(help="Its address: https://mycompany.odoo.com.")],
    key: Annotated[str, typer.Option(help="Where the API key is set: env:NAME.")],
    database: Annotated[
        str | None, typer.Option(help="Its database; before Odoo 19 it must be given.")
    ] = None,
    login: Annotated[
        str | None, typer.Option(help="The key's user; before Odoo 19 it must be given.")
    ] = None,
    companies: Annotated[
        str | None, typer.Option(help='Ids of companies, "1, 2"; none: all that the user sees.')
    ] = None,
    leave_out: Annotated[
        str | None, typer.Option(help='Streams that are not read: "employees, tickets".')
    ] = None,
    ca: Annotated[
        str | None, typer.Option(help="A file with the certificates of your own authority.")
    ] = None,
    name: Annotated[str, typer.Option(help="What the source is called.")] = "odoo",
    workspace: WorkspaceOption = HERE,
) -> None:
    """Read an Odoo 17, 18 or 19: sales, purchases, stock, production, ledger, CRM."""
    from affluent.settings import load_workspace
    from affluent.workspace import add_source, parse_added
    from connectors.registry import connector_for

    loaded = load_workspace(workspace)
    given = {
        "database": database,
        "login": login,
        "companies": companies,
        "leave_out": leave_out,
        "ca": ca,
    }
    options = {option: value for option, value in given.items() if value is not None}
    added = parse_added(
        loaded,
        name,
        {"kind": "odoo", "url": url, "credentials": {"key": key}, "options": options},
    )
    words = words_of(loaded)
    try:
        look(connector_for(added.workspace, name), words)
    except AffluentError as error:
        raise worded(error, words) from None
    add_source(loaded, added)
    typer.echo(words("source.added", name=name, file=str(loaded.root / "affluent.toml")))
    typer.echo(f"affluent refresh --workspace {workspace}")


def look(connector: Connector, words: Words) -> None:
    """Say what the reader of an Odoo may see; raises SourceError when that is not all."""
    from connectors.odoo.driver import OdooConnector
    from connectors.odoo.inspection import inspect

    assert isinstance(connector, OdooConnector)  # noqa: S101  the kind says so
    with connector.snapshot() as reader:
        found = inspect(reader)
    typer.echo(
        words("source.odoo.found", version=found.version, url=connector.base, speech=found.speech)
    )
    named = ", ".join(f"{number} ({name})" for number, name in sorted(found.companies.items()))
    typer.echo(words("source.odoo.companies", companies=named))
    if abs(found.ahead_seconds) > TOLERATED_SECONDS:
        way = "ahead" if found.ahead_seconds > 0 else "behind"
        minutes = round(abs(found.ahead_seconds) / 60)
        typer.echo("! " + words(f"source.odoo.clock_{way}", minutes=minutes))
    if found.absent:
        streams = ", ".join(found.absent)
        typer.echo("· " + words("source.odoo.absent", streams=streams))
    every = len(found.readable) + len(found.absent) + len(found.forbidden)
    typer.echo(words("source.odoo.readable", readable=len(found.readable), streams=every))
    if found.forbidden:
        raise _incomplete(connector.source, found, words)


def _incomplete(source: str, found: Inspection, words: Words) -> SourceError:
    models = ", ".join(dict.fromkeys(found.forbidden.values()))
    streams = ", ".join(found.forbidden)
    return SourceError(
        words("source.odoo.forbidden", name=source, models=models),
        remedy=words("source.odoo.forbidden_remedy", streams=streams),
    )
