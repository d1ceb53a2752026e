"""``affluent source``: add a source to the workspace, look at what is there.

Adding looks before it writes: a name that is taken, a pattern that finds nothing and a file that
would be refused are said at once, and ``affluent.toml`` stays as it was.
"""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from affluent.errors import AffluentError, ConfigError, SourceError
from affluent.options import HERE, WorkspaceOption

if TYPE_CHECKING:
    from affluent.i18n import Words
    from affluent.settings import Workspace
    from connectors.fec.driver import FecConnector

source_app = typer.Typer(no_args_is_help=True, help="Sources: add one, look at what is there.")
add_app = typer.Typer(no_args_is_help=True, help="Add a source to the workspace, by its kind.")
source_app.add_typer(add_app, name="add")


class Rules(StrEnum):
    """Which broken rules refuse a FEC."""

    published = "published"
    usable = "usable"


@add_app.command("fec")
def add_fec(
    path: Annotated[
        str, typer.Option(help="Where its files are: a pattern in quotes, or a folder.")
    ],
    more: Annotated[list[str] | None, typer.Argument(hidden=True)] = None,
    name: Annotated[str, typer.Option(help="What the source is called.")] = "fec",
    rules: Annotated[
        Rules, typer.Option(help="Refuse for any published rule, or only for wrong figures.")
    ] = Rules.published,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Read the ledger from FEC files: one a year, every year that the pattern finds."""
    from affluent.settings import load_workspace
    from affluent.workspace import add_source, parse_added

    if more:
        raise ConfigError(
            f"--path was given {len(more) + 1} files: the shell replaced the pattern by them.",
            remedy='Put the pattern in quotes: --path "exports/*.txt".',
        )
    loaded = load_workspace(workspace)
    keys = {"kind": "fec", "path": _as_written(path, loaded.root)}
    if rules is not Rules.published:
        keys["rules"] = rules.value
    added = parse_added(loaded, name, keys)
    connector = _fec(added.workspace, name)
    if not connector.paths():
        raise ConfigError(
            f"--path {path} finds no file.",
            remedy="Give the pattern that finds the FEC files, in quotes, or their folder.",
        )
    words = _words(loaded)
    _look(connector, words)
    add_source(loaded, added)
    typer.echo(words("source.added", name=name, file=str(loaded.root / "affluent.toml")))
    typer.echo(f"affluent refresh --workspace {workspace}")


@source_app.command("check")
def check(
    name: Annotated[str | None, typer.Argument(help="One source; none: all of them.")] = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Look at sources without reading them in: is each in its place, does it keep its rules?"""
    from affluent.settings import load_workspace
    from connectors.registry import manifest_for

    loaded = load_workspace(workspace)
    words = _words(loaded)
    if name is not None:
        manifest_for(loaded, name)  # a name that is none is answered with those that are
    code = 0
    for source in [name] if name is not None else loaded.config.sources:
        try:
            _check(loaded, source, words)
        except AffluentError as error:
            print(f"✗ {error}", file=sys.stderr)
            code = max(code, error.exit_code)
    if code:
        raise typer.Exit(code)


def _check(workspace: Workspace, source: str, words: Words) -> None:
    from connectors.registry import connector_for

    kind = workspace.config.sources[source].kind
    if kind == "operations":
        typer.echo(words("source.operations", name=source))
        return
    if kind == "fec":
        connector = _fec(workspace, source)
        connector.check()
        _look(connector, words)
    else:
        other = connector_for(workspace, source)
        other.check()
        other.discover()
    typer.echo(words("source.good", name=source))


def _fec(workspace: Workspace, source: str) -> FecConnector:
    from connectors.fec.driver import FecConnector
    from connectors.registry import connector_for

    connector = connector_for(workspace, source)
    assert isinstance(connector, FecConnector)  # noqa: S101  the kind says so
    return connector


def _look(connector: FecConnector, words: Words) -> None:
    """Say what each year's file holds; raises SourceError when one would be refused."""
    from babel.dates import format_date
    from babel.numbers import format_decimal

    chosen, language = connector.chosen(), words.language
    for year in chosen.years:
        found = year.examined
        typer.echo(
            words(
                "source.year",
                file=year.name,
                start=format_date(found.first_on, "medium", language),
                end=format_date(year.closed_on, "medium", language),
                lines=format_decimal(found.lines, locale=language),
                entries=format_decimal(found.entries, locale=language),
                debit=format_decimal(found.debit, "#,##0.00", language),
                credit=format_decimal(found.credit, "#,##0.00", language),
                encoding=found.encoding,
            )
        )
    for note in chosen.notes:
        typer.echo(f"· {note}")
    objections = connector.objections(chosen)
    if objections is not None:
        raise SourceError("\n".join(objections.reasons), remedy=objections.remedy)


def _as_written(path: str, root: Path) -> str:
    """The path as ``affluent.toml`` has it: relative to the workspace where it lies inside."""
    place = Path.cwd() / path
    return str(place.relative_to(root)) if place.is_relative_to(root) else str(place)


def _words(workspace: Workspace) -> Words:
    from affluent.i18n import Words

    return Words(workspace.config.company.language)
