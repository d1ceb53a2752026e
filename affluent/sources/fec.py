"""``affluent source add fec``: ledgers as files, and what is said of each year's file."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from affluent.errors import ConfigError, SourceError
from affluent.options import HERE, WorkspaceOption
from affluent.sources.app import add_app, as_written, words_of

if TYPE_CHECKING:
    from affluent.i18n import Words
    from affluent.settings import Workspace
    from connectors.core.contract import Connector
    from connectors.fec.driver import FecConnector


class Rules(StrEnum):
    """Which broken rules refuse a FEC."""

    published = "published"
    usable = "usable"


@add_app.command("fec")
def add_fec(  # noqa: PLR0917  typer knows them by name
    path: Annotated[
        str, typer.Option(help="Where its files are: a pattern in quotes, or a folder.")
    ],
    more: Annotated[list[str] | None, typer.Argument(hidden=True)] = None,
    name: Annotated[str, typer.Option(help="What the source is called.")] = "fec",
    rules: Annotated[
        Rules, typer.Option(help="Refuse for any published rule, or only for wrong figures.")
    ] = Rules.published,
    budget: Annotated[
        str | None,
        typer.Option(help="A budget beside them, CSV or Excel: account, month, amount."),
    ] = None,
    budget_sheet: Annotated[
        str | None, typer.Option(help="Its sheet, where a workbook has several.")
    ] = None,
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
    keys: dict[str, str | Mapping[str, str]] = {
        "kind": "fec",
        "path": as_written(path, loaded.root),
    }
    if rules is not Rules.published:
        keys["rules"] = rules.value
    if budget is not None:
        keys["options"] = _options(as_written(budget, loaded.root), budget_sheet, loaded.root)
    added = parse_added(loaded, name, keys)
    connector = _fec(added.workspace, name)
    if not connector.paths():
        raise ConfigError(
            f"--path {path} finds no file.",
            remedy="Give the pattern that finds the FEC files, in quotes, or their folder.",
        )
    words = words_of(loaded)
    look(connector, words)
    add_source(loaded, added)
    typer.echo(words("source.added", name=name, file=str(loaded.root / "affluent.toml")))
    typer.echo(f"affluent refresh --workspace {workspace}")


def _options(path: str, sheet: str | None, root: Path) -> dict[str, str]:
    """What is declared of a budget: a decimal comma, which is not guessed when it is read."""
    from connectors.fec.budget import Budget, mark_of

    named = {"budget": path} | ({"budget_sheet": sheet} if sheet else {})
    found = Budget(root / path, (("sheet", sheet),) if sheet else ())
    mark = mark_of(found)
    return named | ({"budget_decimal_mark": mark} if mark else {})


def _fec(workspace: Workspace, source: str) -> FecConnector:
    from connectors.registry import connector_for

    return _as_fec(connector_for(workspace, source))


def _as_fec(connector: Connector) -> FecConnector:
    from connectors.fec.driver import FecConnector

    assert isinstance(connector, FecConnector)  # noqa: S101  the kind says so
    return connector


def look(connector: Connector, words: Words) -> None:
    """Say what each year's file holds; raises SourceError when one would be refused."""
    from babel.dates import format_date
    from babel.numbers import format_decimal

    fec = _as_fec(connector)
    chosen, language = fec.chosen(), words.language
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
    objections = fec.objections(chosen)
    if objections is not None:
        raise SourceError("\n".join(objections.reasons), remedy=objections.remedy)
    _look_at_budget(fec, words)


def _look_at_budget(fec: FecConnector, words: Words) -> None:
    """Say what the budget holds; raises SourceError when it cannot be read."""
    from babel.numbers import format_decimal

    from connectors.fec.budget import STREAM
    from connectors.files.parsed import sum_exactly

    if fec.budget is None:
        return
    parsed = fec.budget.parsed(fec.budget.content(), fec.manifest.stream(STREAM))
    if parsed.faults:
        raise SourceError("\n".join(parsed.faults), remedy=parsed.remedy)
    months = sorted(filter(None, parsed.table.column("month").to_pylist()))
    typer.echo(
        words(
            "source.budget",
            file=fec.budget.path.name,
            lines=words.counted("source.lines", parsed.table.num_rows),
            start=months[0][:7] if months else "–",
            end=months[-1][:7] if months else "–",
            amount=format_decimal(sum_exactly(parsed.table, "amount"), "#,##0.00", words.language),
        )
    )
