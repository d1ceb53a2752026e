"""Reading from a source that keeps what changed, and gives a link to ask for it.

What it sends after the first reading are rows as they are now and the keys of rows that are gone.
The link lives for days: when it has expired, all rows are read again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from connectors.core.contract import (
    Afresh,
    Batch,
    Checkpoint,
    ControlTotals,
    Deletes,
    Event,
    Note,
    Resume,
    SnapshotComplete,
    State,
)
from connectors.core.manifest import Stream
from connectors.core.paged.pages import DeltaPages, LinkExpired
from connectors.core.paged.states import DeltaLink, dump, parse


@dataclass(frozen=True)
class DeltaReading:
    """One reading of one stream."""

    pages: DeltaPages
    stream: Stream


def read(reading: DeltaReading, state: State | None) -> Iterator[Event]:
    """What changed since the link of ``state``; everything without one, or when it has expired."""
    columns = tuple(reading.pages.columns)
    stands = parse(state, DeltaLink)
    if stands is None or not set(columns) <= set(stands.columns):
        stands = DeltaLink(is_whole=True, columns=columns)
    try:
        yield from _pages(reading, stands)
    except LinkExpired:
        yield Afresh()
        yield Note(f"{reading.stream.name}: the source's list of changes has expired: read whole")
        yield from _pages(reading, DeltaLink(is_whole=True, columns=columns))


def _pages(reading: DeltaReading, stands: DeltaLink) -> Iterator[Event]:
    place = stands.next
    if place is None:
        yield Afresh()
        place = stands.link
    while True:
        page = reading.pages.follow(place)
        yield Batch(page.table, supersedes=True)
        if page.gone is not None and page.gone.num_rows:
            yield Deletes(page.gone)
        if page.next is None:
            break
        place = page.next
        going = DeltaLink(stands.link, place, stands.is_whole, stands.columns)
        yield Resume(dump(going))
    if stands.is_whole:
        yield SnapshotComplete()
    totals = reading.pages.totals()
    if totals is not None:
        yield ControlTotals(totals.rows, dict(totals.sums))
    # Where the totals differ, what came in between is behind the new link.
    going = DeltaLink(stands.link, page.link, stands.is_whole, stands.columns)
    yield Resume(dump(going), at_once=False)
    yield Checkpoint(dump(DeltaLink(page.link, columns=tuple(reading.pages.columns))))
