"""``affluent source reset``: a stream is read anew, whole, at the next refresh."""

from __future__ import annotations

from typing import Annotated

import typer

from affluent.errors import ConfigError
from affluent.options import HERE, WorkspaceOption
from affluent.sources.app import source_app, words_of


@source_app.command("reset")
def reset(
    stream: Annotated[str, typer.Argument(help="SOURCE.STREAM; or SOURCE: all of its streams.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    dry_run: Annotated[bool, typer.Option(help="Say what would be forgotten, and end.")] = False,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Forget how far a stream was read; its rows stand until the next reading replaces them."""
    from affluent.settings import load_workspace
    from connectors.core.landing import open_landing
    from connectors.registry import manifest_for

    loaded = load_workspace(workspace)
    words = words_of(loaded)
    source, _, name = stream.partition(".")
    manifest = manifest_for(loaded, source)
    streams = [manifest.stream(name)] if name else list(manifest.streams)
    if not loaded.landing_path.exists():
        raise ConfigError(
            f"Nothing of {stream} has landed yet.", remedy="affluent refresh reads it whole."
        )
    with open_landing(loaded.landing_path) as landing:
        known = [one for one in streams if landing.position(source, one) is not None]
        for one in known:
            found = landing.reading(source, one)
            typer.echo(
                words(
                    "source.would_forget",
                    stream=f"{source}.{one.name}",
                    rows=f"{found.rows_total:,}",
                    until=found.watermark or "–",
                )
            )
        if not known:
            typer.echo(words("source.nothing_known", stream=stream))
            return
        if dry_run:
            return
        if not yes:
            typer.confirm(words("source.sure"), abort=True)
        for one in known:
            landing.forget(source, one)
    typer.echo(words("source.forgotten", stream=stream))
    typer.echo(f"affluent refresh --workspace {workspace}")
