"""``affluent source discover``: what a source has, and what the warehouse could take from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from affluent.options import HERE, WorkspaceOption
from affluent.sources.app import source_app, words_of

if TYPE_CHECKING:
    from affluent.i18n import Words
    from affluent.settings import Workspace
    from connectors.core.manifest import Manifest


@source_app.command("discover")
def discover(
    name: Annotated[str, typer.Argument(help="The source.")],
    workspace: WorkspaceOption = HERE,
) -> None:
    """Show the streams of a source with their columns, and which figures it can feed."""
    from affluent.settings import load_workspace
    from connectors.registry import manifest_for

    loaded = load_workspace(workspace)
    words = words_of(loaded)
    manifest = manifest_for(loaded, name)
    _streams(loaded, name, manifest, words)
    _entities(loaded, name, words)


def _streams(workspace: Workspace, source: str, manifest: Manifest, words: Words) -> None:
    """The streams as the source has them; of the operational store, as they are declared."""
    from affluent.sources.entities import staged_streams
    from connectors.registry import connector_for

    found: dict[str, list[tuple[str, str]]] = {}
    if workspace.config.sources[source].kind == "operations":
        for one in manifest.streams:
            found[one.name] = [(name, str(spec.type)) for name, spec in one.columns.items()]
    else:
        for schema in connector_for(workspace, source).discover():
            found[schema.stream] = list(schema.columns)
    staged = staged_streams(workspace, source)
    for stream in manifest.streams:
        columns = found.get(stream.name, [])
        typer.echo(words("source.stream", stream=stream.name, columns=len(columns)))
        declared = stream.columns
        named = [
            f"{column} {declared[column].type if column in declared else kind}"
            + ("" if column in declared or not declared else "*")
            for column, kind in columns
        ]
        typer.echo(f"  {', '.join(named)}")
        lacks = [column for column in declared if column not in dict(columns) and column != "_file"]
        if lacks:
            typer.echo(f"  {words('source.stream_lacks', columns=', '.join(lacks))}")
        if stream.name not in staged:
            typer.echo(f"  {words('source.unstaged')}")


def _entities(workspace: Workspace, source: str, words: Words) -> None:
    from affluent.sources.entities import branches

    typer.echo(f"\n{words('source.feeds')}")
    for branch in branches(workspace, source):
        marts = ", ".join(branch.entity.marts)
        if branch.model is None:
            typer.echo(words("source.not_brought", entity=branch.entity.name, marts=marts))
            typer.echo(f"    {', '.join(branch.entity.columns)}")
        elif branch.missing:
            lacks = ", ".join(branch.missing)
            typer.echo(words("source.half_brought", entity=branch.entity.name, columns=lacks))
        else:
            typer.echo(words("source.brought", entity=branch.entity.name, marts=marts))
