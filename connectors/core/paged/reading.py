"""Reads one stream page by page, by the strategy that its manifest names.

A page and the place behind it are committed together (``Resume``), so a reading that is cut off
goes on there. A source over a network knows no snapshot: while its pages are read it is written.
What slips through is found by the totals, which are asked last: the landing compares, and where
they differ goes on with the state of the last ``Resume``, which then lists the keys.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from affluent.errors import SourceError
from connectors.core.contract import Batch, ControlTotals, Deletes, Event, State
from connectors.core.manifest import Stream
from connectors.core.paged.pages import Page, Pages
from connectors.core.paged.states import Paging

HOUR = 3600.0


@dataclass(frozen=True)
class Reading:
    """One reading of one stream; ``now``: seconds since 1970, for the cadence of key lists."""

    pages: Pages
    stream: Stream
    now: float

    @property
    def columns(self) -> tuple[str, ...]:
        """What the source has to give now."""
        return tuple(self.pages.columns)

    def knows(self, columns: Sequence[str]) -> bool:
        """Whether a reading with ``columns`` can be gone on with.

        A new column has values in rows that nobody touched: all rows are read again.
        """
        return set(self.columns) <= set(columns)

    def each(self, *, since: str | None, after: object | None) -> Iterator[Page]:
        """The pages behind a key, to the last."""
        while True:
            page = self.pages.page(since=since, after=after)
            if page.after is not None and page.after == after:
                raise SourceError(
                    f"{self.stream.name}: the source sends the same page again and again.",
                    remedy="See what stands between here and there: a cache must not answer for "
                    "it. Pages before are kept.",
                )
            yield page
            if page.after is None:
                return
            after = page.after

    def events_of(self, page: Page) -> Iterator[Event]:
        """A page: its rows; those that a flag says are gone, as gone."""
        flag = self.stream.flag
        if flag is None or flag not in page.table.column_names:
            yield Batch(page.table, supersedes=True)
            return
        import pyarrow.compute as pc

        gone = pc.fill_null(pc.cast(page.table.column(flag), "bool"), False)
        yield Batch(page.table.filter(pc.invert(gone)), supersedes=True)
        yield Deletes(page.table.filter(gone).select(list(self.stream.key)))

    def lists_keys(self, listed_at: float | None, paging: Paging) -> bool:
        """Whether the keys are asked for: at the manifest's cadence, and when totals differed."""
        if self.stream.deletion != "id_reconcile":
            return False
        is_due = listed_at is None or self.now - listed_at >= self.stream.reconcile_hours * HOUR
        return is_due or paging.is_whole or paging.phase == "again"

    def totals(self) -> ControlTotals:
        """What the source counts of itself now."""
        totals = self.pages.totals()
        return ControlTotals(totals.rows, dict(totals.sums))


def read(reading: Reading, state: State | None) -> Iterator[Event]:
    """What changed since ``state``; everything when it is None or of other columns."""
    from connectors.core.paged import rising, watermark, whole

    if reading.stream.strategy == "watermark":
        return watermark.read(reading, state)
    if reading.stream.strategy == "sequence":
        return rising.read(reading, state)
    return whole.read(reading, state)
