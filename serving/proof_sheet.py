"""What the command line prints of one KPI: its sheet, and the documents behind a figure."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from affluent.i18n import Words
from affluent.settings import Workspace
from serving.answers import MARKS, console_for_people, open_metrics
from serving.catalogue import GRAINS, Kpi
from serving.explanation import Explanation, explain
from serving.format import figure, moment
from serving.manifest import Manifest
from serving.printing import to_csv, to_json, to_table

if TYPE_CHECKING:
    from rich.console import Console

    from serving.metrics import Metrics


def print_sheets(workspace: Workspace, names: Sequence[str]) -> None:
    """Print what each KPI means, what it is made of, and how far it can be believed today."""
    company = workspace.config.company
    words = Words(company.language)
    console = console_for_people()
    with open_metrics(workspace) as metrics:
        for name in names:
            _print_sheet(console, metrics, metrics.catalogue.kpi(name), words, company.zone)


def _print_sheet(console: Console, metrics: Metrics, kpi: Kpi, words: Words, zone: str) -> None:
    language, manifest = words.language, metrics.warehouse.manifest
    console.print(kpi.label(language), style="bold", markup=False, highlight=False)
    console.print(kpi.description(language), markup=False, highlight=False)
    rows = [
        ("name", kpi.name),
        ("unit", words(f"unit.{kpi.unit}")),
        ("good", words(f"good.{kpi.good}")),
        ("owner", kpi.owner),
        ("kind", words("sheet.balance" if kpi.is_balance else "sheet.flow")),
        ("parts", kpi.made_of),
        ("beside", kpi.beside or ""),
        ("source", kpi.source),
        ("facts", ", ".join(_facts(manifest, kpi, language))),
        ("cuts", ", ".join(name for name in metrics.cuts(kpi.name) if name not in GRAINS)),
        ("fresh", _freshness(manifest, language, zone)),
    ]
    for key, text in rows:
        if text:
            line = words("sheet.line", what=words(f"sheet.{key}"), text=text)
            console.print(f"  {line}", markup=False, highlight=False)
    tie = manifest.checks.tie_out
    console.print(f"  [{MARKS[tie]}]●[/] {words(f'tie_out.{tie}')}", highlight=False)
    if not metrics.is_available(kpi.name):
        console.print(f"  [yellow]{words('kpi.not_available')}[/]", highlight=False)
        return
    value = metrics.query([kpi.name]).item()
    shown = figure(value, kpi.unit, language=language, currency=manifest.currency, cents=True)
    line = words("sheet.line", what=words("sheet.now"), text=shown)
    console.print(f"  {line}", highlight=False)


def _facts(manifest: Manifest, kpi: Kpi, language: str) -> list[str]:
    return [
        f"{fact} ({figure(manifest.rows_of(fact), 'count', language=language)})"
        for fact in kpi.facts
    ]


def _freshness(manifest: Manifest, language: str, zone: str) -> str:
    """Each source, and when the stream that was read longest ago was read."""
    oldest: dict[str, dt.datetime] = {}
    for stream in manifest.streams:
        if stream.read_at is not None:
            known = oldest.get(stream.source, stream.read_at)
            oldest[stream.source] = min(known, stream.read_at)
    return ", ".join(
        f"{source} {moment(read_at, language=language, zone=zone)}"
        for source, read_at in oldest.items()
    )


def print_explanation(
    workspace: Workspace,
    name: str,
    *,
    start: dt.date | None,
    end: dt.date | None,
    where: Mapping[str, str],
    output: str = "table",
    limit: int | None = None,
) -> None:
    """Print the rows behind a figure, and whether they add up to it.

    ``limit``: the rows shown of each part in a table; programs get all. Raises ConfigError as
    ``serving.explanation.explain`` does.
    """
    language = workspace.config.company.language
    words = Words(language)
    with open_metrics(workspace) as metrics:
        for part in explain(metrics, name, start=start, end=end, where=where):
            if output == "csv":
                sys.stdout.write(to_csv(part.rows))
            elif output == "json":
                sys.stdout.write(to_json(part.rows, metrics.catalogue))
            else:
                _print_part(console_for_people(), metrics, part, words, limit)


def _print_part(
    console: Console, metrics: Metrics, part: Explanation, words: Words, limit: int | None
) -> None:
    manifest = metrics.warehouse.manifest
    currency, language = manifest.currency, words.language
    shown = part.rows if limit is None else part.rows.head(limit)
    if shown.height:
        console.print(
            to_table(shown, metrics.catalogue, language=language, currency=currency),
            soft_wrap=False,
        )
    count = figure(part.rows.height, "count", language=language)
    value = figure(part.figure, part.kpi.unit, language=language, currency=currency, cents=True)
    key = {True: "proved", False: "gap", None: "no_sum"}[part.proved]
    mark = {True: "[green]✓[/]", False: "[bold red]✗[/]", None: "·"}[part.proved]
    label = part.kpi.label(language)
    console.print(f"{mark} {words(f'explain.{key}', kpi=label, rows=count, value=value)}")
    if shown.height < part.rows.height:
        more = figure(part.rows.height - shown.height, "count", language=language)
        console.print(words("explain.more", rows=more), style="dim")
