"""``affluent source check``: can each source be read, without reading it in?"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from affluent.errors import AffluentError
from affluent.options import HERE, WorkspaceOption
from affluent.sources.app import source_app, worded, words_of

if TYPE_CHECKING:
    from affluent.i18n import Words
    from affluent.settings import Workspace


@source_app.command("check")
def check(
    name: Annotated[str | None, typer.Argument(help="One source; none: all of them.")] = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Look at sources without reading them in: is each in its place, does it keep its rules?"""
    from affluent.settings import load_workspace
    from connectors.registry import manifest_for

    loaded = load_workspace(workspace)
    words = words_of(loaded)
    if name is not None:
        manifest_for(loaded, name)  # a name that is none is answered with those that are
    code = 0
    for source in [name] if name is not None else loaded.config.sources:
        try:
            _check(loaded, source, words)
        except AffluentError as error:
            print(f"✗ {worded(error, words)}", file=sys.stderr)
            code = max(code, error.exit_code)
    if code:
        raise typer.Exit(code)


def _check(workspace: Workspace, source: str, words: Words) -> None:
    from affluent.sources.fec import look
    from affluent.sources.odoo import look as look_at_odoo
    from connectors.registry import connector_for

    kind = workspace.config.sources[source].kind
    if kind == "operations":
        typer.echo(words("source.operations", name=source))
        return
    connector = connector_for(workspace, source)
    if kind == "odoo":
        look_at_odoo(connector, words)
        typer.echo(words("source.good", name=source))
        return
    connector.check()
    if kind == "fec":
        look(connector, words)
    else:
        connector.discover()
    typer.echo(words("source.good", name=source))
