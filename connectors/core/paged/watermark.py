"""Reading by the stamp of the last change.

A stamp is often that of a transaction's start, so what commits late bears an old one: each reading
begins ``lookback_minutes`` before the last one's end. Pages are asked for by rising key among the
rows stamped since then: rows enter that set while it is read, and never leave it, so none is
passed by for moving; nor do many rows of one stamp stop it, as they would a page that goes by it.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from connectors.core.contract import (
    Afresh,
    Checkpoint,
    Deletes,
    Event,
    Resume,
    SnapshotComplete,
)
from connectors.core.contract import State as AnyState
from connectors.core.paged.reading import Reading
from connectors.core.paged.states import Paging, Watermark, dump, parse


def read(reading: Reading, state: AnyState | None) -> Iterator[Event]:
    """The rows stamped since the state, less the look-back; all of them without one."""
    stands = parse(state, Watermark)
    if stands is None or not reading.knows(stands.columns):
        stands = Watermark()
    paging = stands.paging
    # A page without rows tells the landing nothing, unless the columns are news.
    is_news = paging is None and set(reading.columns) != set(stands.columns)
    if paging is None:
        yield Afresh()
        paging = _begin(reading, stands)
        stands = replace(stands, columns=reading.columns)
    if paging.phase == "whole":
        for page in reading.each(since=None, after=paging.after):
            yield from reading.events_of(page)
            is_news = False
            if page.after is not None:
                paging = replace(paging, after=page.after)
                yield Resume(dump(replace(stands, paging=paging)))
        had_pages = paging.after is not None
        paging = replace(paging, phase="moved", after=None)
        yield Resume(dump(replace(stands, paging=paging)), at_once=had_pages)
    began = reading.pages.now()
    for page in reading.each(since=paging.since, after=paging.after):
        if page.table.num_rows or is_news:
            yield from reading.events_of(page)
            is_news = False
        if paging.reached is None:
            # One page is one transaction of the source: its latest stamp is safe. With several,
            # the latest of all is, less the look-back: only the first page has been read yet.
            alone = page.after is None
            paging = replace(paging, reached=page.newest if alone else reading.pages.newest())
        if page.after is not None:
            paging = replace(paging, after=page.after)
            yield Resume(dump(replace(stands, paging=paging)))
    lists_keys = reading.lists_keys(stands.keys_at, paging)
    if lists_keys:
        yield SnapshotComplete(reading.pages.keys())
    if reading.stream.deletion == "archived_list":
        yield Deletes(reading.pages.archived())
    if paging.is_whole:
        yield SnapshotComplete()
    yield reading.totals()
    again = Paging("again", since=paging.since, is_whole=paging.is_whole)
    yield Resume(dump(replace(stands, paging=again)), at_once=False)
    reached = max(filter(None, (paging.reached, stands.watermark)), default=None)
    done = Watermark(
        # A stamp of the future would hide all that is written until then.
        watermark=None if reached is None else min(reached, began),
        keys_at=reading.now if lists_keys else stands.keys_at,
        columns=reading.columns,
    )
    yield Checkpoint(dump(done))


def _begin(reading: Reading, stands: Watermark) -> Paging:
    """From the last reading's end, less the look-back; or whole, and then what moved meanwhile."""
    pages, minutes = reading.pages, reading.stream.lookback_minutes
    if stands.watermark is not None:
        return Paging("moved", since=pages.back(stands.watermark, minutes))
    now = pages.now()
    return Paging(
        "whole", since=pages.back(min(pages.newest() or now, now), minutes), is_whole=True
    )
