"""Reading rows that are only ever added, by keys that only rise: a ledger's numbered entries."""

from __future__ import annotations

from collections.abc import Iterator

from connectors.core.contract import (
    Afresh,
    Batch,
    Checkpoint,
    Event,
    Resume,
    SnapshotComplete,
    State,
)
from connectors.core.paged.reading import Reading
from connectors.core.paged.states import Paging, Sequence, dump, parse


def read(reading: Reading, state: State | None) -> Iterator[Event]:
    """The rows behind the last key; all of them without one.

    A key that is given before a longer transaction commits appears late: the totals find it, and
    the landing reads whole.
    """
    stands = parse(state, Sequence)
    if stands is None or not reading.knows(stands.columns):
        stands = Sequence()
    paging = stands.paging
    if paging is None:
        yield Afresh()
        paging = Paging("moved", is_whole=stands.last is None)
    last = stands.last
    for page in reading.each(since=None, after=last):
        yield Batch(page.table, supersedes=True)
        if page.table.num_rows:
            last = page.table.column(reading.stream.key[0])[-1].as_py()
        if page.after is not None:
            yield Resume(dump(Sequence(last, stands.keys_at, reading.columns, paging)))
    lists_keys = reading.lists_keys(stands.keys_at, paging)
    if lists_keys:
        yield SnapshotComplete(reading.pages.keys())
    if paging.is_whole:
        yield SnapshotComplete()
    yield reading.totals()
    again = Paging("again", is_whole=paging.is_whole)
    yield Resume(dump(Sequence(last, stands.keys_at, reading.columns, again)), at_once=False)
    keys_at = reading.now if lists_keys else stands.keys_at
    shown = {} if last is None else {"watermark": str(last)}
    yield Checkpoint({**dump(Sequence(last, keys_at, reading.columns)), **shown})
