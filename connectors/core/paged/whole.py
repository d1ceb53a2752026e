"""Reading all rows each time, where nothing at the source says what changed."""

from __future__ import annotations

from collections.abc import Iterator

from connectors.core.contract import (
    Afresh,
    Checkpoint,
    Event,
    Resume,
    SnapshotComplete,
    State,
)
from connectors.core.paged.reading import Reading
from connectors.core.paged.states import Paging, Snapshot, dump, parse


def read(reading: Reading, state: State | None) -> Iterator[Event]:
    """Every row by rising key, then the list of keys: a row that was deleted behind us is gone."""
    stands = parse(state, Snapshot)
    paging = stands.paging if stands is not None and reading.knows(stands.columns) else None
    if paging is None:
        yield Afresh()
        paging = Paging("whole", is_whole=True)
    began = reading.pages.now()
    for page in reading.each(since=None, after=paging.after):
        yield from reading.events_of(page)
        if page.after is not None:
            going = Paging("whole", after=page.after, is_whole=True)
            yield Resume(dump(Snapshot(None, reading.columns, going)))
    yield SnapshotComplete(reading.pages.keys())
    yield SnapshotComplete()
    yield reading.totals()
    yield Resume(
        dump(Snapshot(None, reading.columns, Paging("whole", is_whole=True))), at_once=False
    )
    yield Checkpoint(dump(Snapshot(began, reading.columns)))
