"""What ``affluent tieout`` and ``affluent diff`` print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from affluent.i18n import Words
from affluent.settings import Workspace
from serving.answers import MARKS, console_for_people
from serving.differences import Difference, by_customer, chosen, differences
from serving.format import day, figure, moment
from serving.manifest import Restatements, read_manifest
from serving.publication import WAREHOUSE_NAME
from serving.restatements import restatements
from serving.tie_out import by_source, totals
from serving.warehouse import published_path

if TYPE_CHECKING:
    from rich.table import Table


def print_tie_out(workspace: Workspace, *, every: bool) -> None:
    """Print the certificate of what stands: sources, then what does not tie, or all of it."""
    company = workspace.config.company
    words, console = Words(company.language), console_for_people()
    manifest = read_manifest(published_path(workspace.publications))
    found = totals(manifest)
    when = (
        moment(manifest.published_at, language=company.language, zone=company.zone)
        if manifest.published_at
        else ""
    )
    console.print(
        words(
            "tieout.title",
            company=manifest.company,
            number=manifest.pub_id,
            when=when,
            as_of=day(manifest.as_of, language=company.language),
        ),
        style="bold",
        markup=False,
        highlight=False,
    )
    verdict = manifest.checks.tie_out
    console.print(f"[{MARKS[verdict]}]●[/] {words(f'tie_out.{verdict}')}", highlight=False)
    for source, counts in by_source(found).items():
        console.print(
            "  " + words("tieout.source", source=source, **counts), markup=False, highlight=False
        )
    shown = [total for total in found if every or total.verdict != "tied"]
    if shown:
        table = _table(words, "tieout", ("total", "theirs", "ours", "gap", "verdict"))
        for total in shown:
            table.add_row(
                f"{total.source}.{total.stream} {total.measure}",
                *(_number(value, company.language) for value in (total.theirs, total.ours)),
                _number(total.gap, company.language),
                words(f"tieout.{total.verdict}"),
            )
        console.print(table)
    held = sum(law.status == "passed" for law in manifest.checks.laws)
    console.print(words("tieout.laws", held=held, of=len(manifest.checks.laws)), highlight=False)


def print_differences(
    workspace: Workspace, old: int | None, new: int | None, *, customers: int
) -> None:
    """Print each KPI that is not the same in both publications, and who changed it most."""
    words, console = Words(workspace.config.company.language), console_for_people()
    earlier, later = chosen(workspace.publications, old, new)
    console.print(
        words("diff.title", old=int(earlier.name), new=int(later.name)),
        style="bold",
        highlight=False,
    )
    found = differences(earlier, later)
    if not found:
        console.print(words("diff.none"), highlight=False)
        return
    console.print(_figures(workspace, words, found))
    if customers:
        names = [one.kpi.name for one in found]
        who = by_customer(earlier, later, names, limit=customers)
        if who:
            console.print(_figures(workspace, words, who))


def print_restatements(workspace: Workspace, old: int | None, new: int | None) -> None:
    """Print every document of a closed month that is not the same in both publications."""
    language = workspace.config.company.language
    words, console = Words(language), console_for_people()
    earlier, later = chosen(workspace.publications, old, new)
    found = restatements(
        later / WAREHOUSE_NAME, earlier / WAREHOUSE_NAME, read_manifest(earlier), limit=None
    )
    console.print(
        words(
            "diff.restated",
            old=int(earlier.name),
            new=int(later.name),
            count=found.found,
            until=day(found.closed_until, language=language),
        ),
        style="bold",
        highlight=False,
    )
    if found.listed:
        console.print(_documents(words, found, language))


def _figures(workspace: Workspace, words: Words, found: Sequence[Difference]) -> Table:
    company = workspace.config.company
    titles = ("kpi", "before", "after", "change")
    table = _table(words, "diff", ("customer", *titles) if found[0].customer else titles)
    for one in found:
        values: Iterable[Decimal | float | int | None] = (one.before, one.after, one.change)
        cells = [
            figure(
                value,
                one.kpi.unit,
                language=company.language,
                currency=company.currency,
                cents=one.kpi.unit == "currency",
            )
            for value in values
        ]
        who = (" ".join(one.customer),) if one.customer else ()
        table.add_row(*who, one.kpi.label(company.language), *cells)
    return table


def _documents(words: Words, found: Restatements, language: str) -> Table:
    table = _table(
        words, "diff", ("source", "document", "month", "measure", "before", "after", "change")
    )
    for one in found.listed:
        table.add_row(
            f"{one.source} {one.company}".strip(),
            one.document,
            f"{one.month:%Y-%m}",
            one.measure,
            *(_number(value, language) for value in (one.before, one.after, one.change)),
        )
    return table


def _table(words: Words, group: str, columns: Sequence[str]) -> Table:
    from rich import box
    from rich.table import Table

    numbers = {"theirs", "ours", "gap", "before", "after", "change"}
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for name in columns:
        table.add_column(
            words(f"{group}.{name}"),
            justify="right" if name in numbers else "left",
            overflow="fold",
        )
    return table


def _number(value: Decimal | None, language: str) -> str:
    return figure(value, "quantity", language=language)
