"""What a steward's word would move: the KPIs of the customers concerned, before and after.

Two customers who become one: their KPIs are asked together of the semantic layer, so that ratios
and counts are right. One who becomes two: revenue and open deals by the records of each part.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from affluent.errors import ConfigError
from identity import key_log
from identity.model import Word
from identity.registry import open_registry
from serving.metrics import Metrics
from serving.stewardship import Pair, Record, records_of_parties

# KPIs of a customer that a word may move, as far as the publication has them.
MOVED = (
    *("revenue", "gross_margin", "gross_margin_rate", "orders", "open_pipeline", "won_amount"),
    *("win_rate", "receivables", "overdue"),
)
BY_RECORD = ("revenue", "open_pipeline")


@dataclass(frozen=True, slots=True)
class Side:
    """A customer before or after, with the KPIs that it has."""

    name: str
    records: tuple[str, ...]
    figures: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Moved:
    """What a word changes; equal sides where it changes nothing."""

    before: tuple[Side, ...]
    after: tuple[Side, ...]

    @property
    def is_anything(self) -> bool:
        """Whether any customer changes."""
        return self.before != self.after

    @property
    def kpis(self) -> tuple[str, ...]:
        """The KPIs that some side has, in order."""
        sides = (*self.before, *self.after)
        return tuple(kpi for kpi in MOVED if any(side.figures.get(kpi) for side in sides))


def moved_by(metrics: Metrics, registry_path: Path, pair: Pair, verdict: Word) -> Moved:
    """What ``verdict`` on ``pair`` would move at the next refresh."""
    left, right = pair.left.party_key, pair.right.party_key
    records = records_of_parties(metrics.warehouse, {left, right})
    if verdict == "same" and left != right:
        numbers = _numbers(metrics, (left, right))
        before = tuple(_party(metrics, records, key, numbers) for key in (left, right))
        named = [numbers[key] for key in (left, right) if key in numbers]
        whole = _asked(metrics, [n for n, _ in named])
        name = named[0][1] if named else before[0].name
        return Moved(before, (Side(name, _names(records), whole),))
    if verdict == "different" and left == right:
        before = (_summed(records),)
        parts = _parts(registry_path, pair, {each.record_id for each in records})
        after = tuple(_summed([r for r in records if r.record_id in part]) for part in parts)
        return Moved(before, after)
    sides = (_summed(records),)
    return Moved(sides, sides)


def _party(
    metrics: Metrics, records: list[Record], key: str, numbers: Mapping[str, tuple[str, str]]
) -> Side:
    own = [each for each in records if each.party_key == key]
    if key not in numbers:
        return _summed(own)
    number, name = numbers[key]
    return Side(name, _names(own), _asked(metrics, [number]))


def _summed(records: list[Record]) -> Side:
    """A part by what hangs on its records; the record with the most gives it its name."""
    figures = {
        "revenue": sum((each.revenue for each in records), Decimal(0)),
        "open_pipeline": sum((each.open_pipeline for each in records), Decimal(0)),
    }
    first = max(records, key=lambda each: (each.revenue + each.open_pipeline, each.record_id))
    return Side(first.name, _names(records), figures)


def _names(records: list[Record]) -> tuple[str, ...]:
    return tuple(each.record_id for each in records)


def _numbers(metrics: Metrics, party_keys: tuple[str, ...]) -> dict[str, tuple[str, str]]:
    """Party → its number and name among the customers, where it is one."""
    frame = metrics.warehouse.frame(
        "select customer_key, customer_number, customer_name from marts.dim_customers"
        " where list_contains($wanted, customer_key)",
        {"wanted": list(party_keys)},
    )
    return {key: (number, name) for key, number, name in frame.iter_rows()}


def _asked(metrics: Metrics, numbers: list[str]) -> dict[str, Any]:
    """The KPIs of these customers together; a KPI that is not cut by customer is left out."""
    if not numbers:
        return {}
    figures: dict[str, Any] = {}
    for kpi in MOVED:
        if kpi not in metrics.catalogue.kpis or not metrics.is_available(kpi):
            continue
        try:
            figures[kpi] = metrics.query([kpi], where={"customer": numbers}).item()
        except ConfigError:
            continue
    return figures


def _parts(registry_path: Path, pair: Pair, records: Collection[str]) -> list[set[str]]:
    """The records of a party, as they hold together without the pair: by what joined them."""
    with open_registry(registry_path) as registry:
        bonds = [
            (left, right)
            for left, right, *_, verdict, _ in key_log.pairs(registry)
            if verdict == "joined" and left in records and right in records
        ]
    names = pair.names
    parts = {each: {each} for each in records}
    for left, right in bonds:
        if (left, right) == names or parts[left] is parts[right]:
            continue
        together = parts[left] | parts[right]
        if set(names) <= together:  # a steward's word stands above what else would join them
            continue
        for each in together:
            parts[each] = together
    unique = {id(part): part for part in parts.values()}
    return sorted(unique.values(), key=min)
