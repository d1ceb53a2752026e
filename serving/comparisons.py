"""A figure beside the period before and the year before. The only arithmetic on figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from serving.metrics import Metrics, Where
from serving.periods import Period


@dataclass(frozen=True)
class Change:
    """From an earlier value to a later one: absolute, and relative to the earlier one's size."""

    absolute: Decimal
    relative: Decimal | None


@dataclass(frozen=True)
class Comparison:
    """One KPI in a period, in the period before, and in the same period a year before.

    Values are in the KPI's unit; None where there is no figure, or no such period.
    """

    value: Decimal | None
    previous: Decimal | None = None
    year_before: Decimal | None = None

    @property
    def since_previous(self) -> Change | None:
        """The change against the period before."""
        return change(self.previous, self.value)

    @property
    def since_year_before(self) -> Change | None:
        """The change against the same period a year before."""
        return change(self.year_before, self.value)


def change(earlier: Decimal | None, later: Decimal | None) -> Change | None:
    """The change between two values; None when either is missing, no rate when earlier is 0."""
    if earlier is None or later is None:
        return None
    absolute = later - earlier
    return Change(absolute, absolute / abs(earlier) if earlier else None)


def compare(
    metrics: Metrics, kpis: Sequence[str], period: Period | None, *, where: Where | None = None
) -> dict[str, Comparison]:
    """Each KPI in ``period`` beside the two earlier ones; in all time, there is none earlier."""
    now = _values(metrics, kpis, period, where)
    if period is None:
        return {name: Comparison(now[name]) for name in kpis}
    previous = _values(metrics, kpis, period.before(), where)
    year_before = _values(metrics, kpis, period.year_before(), where)
    return {name: Comparison(now[name], previous[name], year_before[name]) for name in kpis}


def _values(
    metrics: Metrics, kpis: Sequence[str], period: Period | None, where: Where | None
) -> dict[str, Decimal | None]:
    start, end = (period.start, period.end) if period else (None, None)
    frame = metrics.query(kpis, start=start, end=end, where=where)
    row = frame.row(0, named=True)
    return {name: None if row[name] is None else Decimal(str(row[name])) for name in kpis}
