"""What ``affluent status`` prints: what is wrong, what is published and when, and from what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from affluent.i18n import Words
from affluent.settings import Workspace
from serving.answers import MARKS, console_for_people
from serving.format import day, figure, moment
from serving.manifest import Manifest, StreamReading
from serving.refreshes import WorkspaceStatus, status

if TYPE_CHECKING:
    from rich.console import Console

BEHIND = ("refused", "failed")


def print_status(workspace: Workspace, *, every_stream: bool = False) -> None:
    """Print what is wrong, what is published, and a line a source; or one a stream."""
    company = workspace.config.company
    words = Words(company.language)
    found = status(workspace)
    console = console_for_people()
    console.print(company.name, style="bold", markup=False, highlight=False)
    _print_problems(console, found, words)
    manifest = found.manifest
    if manifest is None:
        console.print(f"[yellow]{words('status.nothing')}[/yellow] affluent refresh")
        return
    if not found.problems:
        console.print(f"[green]✓[/green] {words('status.nothing_wrong')}", highlight=False)
    _print_publication(console, manifest, words, company.zone)
    lines = _of_streams if every_stream else _of_sources
    for line in lines(manifest.streams, words, company.zone):
        console.print(f"  {line}", highlight=False)
    if not every_stream and manifest.streams:
        console.print(words("status.all"), style="dim", highlight=False)


def _print_problems(console: Console, found: WorkspaceStatus, words: Words) -> None:
    if found.stands_because and found.manifest:
        console.print(f"[yellow]{words('status.stands')}[/yellow]", highlight=False)
    for problem in found.problems:
        place = ".".join(part for part in (problem.source, problem.stream) if part)
        console.print(f"[red]✗[/red] {f'{place}: ' if place else ''}", end="", highlight=False)
        console.print(problem.message, markup=False, highlight=False)
        if problem.remedy:
            console.print(f"  → {problem.remedy}", markup=False, highlight=False)


def _print_publication(console: Console, manifest: Manifest, words: Words, zone: str) -> None:
    language, checks = words.language, manifest.checks
    when = (
        moment(manifest.published_at, language=language, zone=zone) if manifest.published_at else ""
    )
    as_of = day(manifest.as_of, language=language)
    tie = checks.tie_out
    console.print(f"[{MARKS[tie]}]●[/] {words(f'tie_out.{tie}')}", highlight=False)
    for gap in checks.gaps:
        amount = figure(gap.amount, "quantity", language=language)
        console.print(f"  {gap.source}.{gap.stream} {gap.measure}: {amount}", highlight=False)
    console.print(
        words("status.published", number=manifest.pub_id, when=when, zone=zone, as_of=as_of),
        highlight=False,
    )
    held = sum(law.status == "passed" for law in checks.laws)
    console.print(
        words("status.checks", passed=checks.tests_passed, laws=held, of=len(checks.laws)),
        highlight=False,
    )


def _of_sources(streams: Sequence[StreamReading], words: Words, zone: str) -> Iterator[str]:
    """A line a source; under it each of its streams that is behind, unless all are."""
    for source in dict.fromkeys(stream.source for stream in streams):
        mine = [stream for stream in streams if stream.source == source]
        reads = [stream.read_at for stream in mine if stream.read_at]
        line = words(
            "status.source",
            source=source,
            streams=words.counted("status.streams", len(mine)),
            rows=words.counted("status.rows", sum(stream.rows_total for stream in mine)),
            when=moment(min(reads), language=words.language, zone=zone) if reads else "–",
        )
        behind = [stream for stream in mine if stream.status in BEHIND]
        if len(behind) == len(mine) > 1 and len({stream.status for stream in mine}) == 1:
            yield f"{line}, {words(f'stream.{mine[0].status}')}"
            continue
        yield line
        yield from (f"  {one}" for one in _of_streams(behind, words, zone))


def _of_streams(streams: Sequence[StreamReading], words: Words, zone: str) -> Iterator[str]:
    for stream in streams:
        read = moment(stream.read_at, language=words.language, zone=zone) if stream.read_at else "–"
        said = words(
            "status.stream",
            rows=words.counted("status.rows", stream.rows_total),
            when=read,
            state=words(f"stream.{stream.status}"),
        )
        yield f"{stream.source}.{stream.stream}: {said}"
