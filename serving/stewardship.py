"""What a steward is asked: pairs of records by the money behind them, and what a word would move.

Figures come from the publication, words from the registry: a word said since is shown at once,
and moves figures at the next refresh. Saying one is ``identity/decision_log.py``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from affluent.errors import ConfigError
from identity import decision_log
from identity.model import Decision
from identity.registry import open_registry
from identity.stewardship import disagreements, latest_words

if TYPE_CHECKING:
    from serving.warehouse import Warehouse

MARTS = ("mart_party_pairs", "map_party_records")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one field says of a pair; ``words``: a key of the catalogue; ``weight``: bits."""

    field: str
    level: str
    words: str
    weight: Decimal | None


@dataclass(frozen=True, slots=True)
class Record:
    """One record as its source has it, with what hangs on it in company currency."""

    record_id: str
    party_key: str
    name: str
    fields: tuple[tuple[str, str], ...]
    revenue: Decimal
    open_pipeline: Decimal


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records and what the matching made of them; ``words``: the stewards' latest."""

    left: Record
    right: Record
    verdict: str
    is_certain: bool
    probability: Decimal | None
    weight: Decimal | None
    evidence: tuple[Evidence, ...]
    revenue: Decimal
    open_pipeline: Decimal
    words: tuple[Decision, ...] = ()

    @property
    def at_stake(self) -> Decimal:
        """Revenue and open pipeline behind both parties: what a wrong word would move."""
        return self.revenue + self.open_pipeline

    @property
    def names(self) -> tuple[str, str]:
        """The pair as a decision names it."""
        return self.left.record_id, self.right.record_id

    @property
    def is_contested(self) -> bool:
        """Whether two stewards contradict each other."""
        return {"same", "different"} <= {word.verdict for word in self.words}

    @property
    def is_open(self) -> bool:
        """Whether a steward is asked: nobody is sure, or two disagree."""
        sure = {word.verdict for word in self.words} - {"unsure"}
        return self.is_contested or (self.verdict == "queued" and not sure)


def queue(warehouse: Warehouse, registry_path: Path) -> tuple[Pair, ...]:
    """The pairs on which a steward is asked, the most at stake first.

    Those left open by the matching on which nobody is sure, and those on which two stewards
    contradict each other. Raises ConfigError when the publication knows no identities.
    """
    found = _pairs(warehouse, registry_path, "verdict = 'queued'")
    asked = {pair.names: pair for pair in found if pair.is_open}
    asked.update({pair.names: pair for pair in contested(warehouse, registry_path)})
    return _by_stake(asked.values())


def joined(warehouse: Warehouse, registry_path: Path) -> tuple[Pair, ...]:
    """The pairs that the matching joined without being certain, the least sure first."""
    found = _pairs(warehouse, registry_path, "verdict = 'joined' and not is_certain")
    return tuple(sorted(found, key=lambda pair: (pair.probability or 1, pair.names)))


def contested(warehouse: Warehouse, registry_path: Path) -> tuple[Pair, ...]:
    """The pairs on which two stewards contradict each other: kept apart until they agree."""
    with open_registry(registry_path) as registry:
        said, undone = decision_log.decisions(registry), decision_log.undos(registry)
    names = [(d.same.left_id, d.same.right_id) for d in disagreements(said, undone)]
    return tuple(pair_of(warehouse, registry_path, *each) for each in names)


def pair_of(warehouse: Warehouse, registry_path: Path, one: str, other: str) -> Pair:
    """Two records, whatever the matching found of them. Raises ConfigError for an unknown one."""
    first, second = sorted((one, other))
    found = _pairs(
        warehouse,
        registry_path,
        "left_record_id = $left and right_record_id = $right",
        {"left": first, "right": second},
    )
    if found:
        return found[0]
    records = records_of(warehouse, (first, second))
    for each in (first, second):
        if each not in records:
            raise ConfigError(
                f"What is published knows no record '{each}'.",
                remedy="A record is source:number, as affluent steward list writes it.",
            )
    left, right = records[first], records[second]
    behind = records_of_parties(warehouse, {left.party_key, right.party_key})
    words = _words(registry_path).get((first, second), [])
    return Pair(
        left,
        right,
        verdict="apart",
        is_certain=False,
        probability=None,
        weight=None,
        evidence=(),
        revenue=sum((each.revenue for each in behind), Decimal(0)),
        open_pipeline=sum((each.open_pipeline for each in behind), Decimal(0)),
        words=tuple(words),
    )


def _pairs(
    warehouse: Warehouse,
    registry_path: Path,
    condition: str,
    values: Mapping[str, object] | None = None,
) -> tuple[Pair, ...]:
    _require(warehouse)
    words = _words(registry_path)
    rows = warehouse.frame(f"select * from marts.mart_party_pairs where {condition}", values)
    named = {row[side] for row in rows.iter_rows(named=True) for side in SIDES}
    records = records_of(warehouse, named)
    return tuple(
        _pair(row, records, tuple(words.get((row[SIDES[0]], row[SIDES[1]]), ())))
        for row in rows.iter_rows(named=True)
    )


def _words(registry_path: Path) -> dict[tuple[str, str], list[Decision]]:
    with open_registry(registry_path) as registry:
        return latest_words(decision_log.decisions(registry), decision_log.undos(registry))


def _by_stake(pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    return tuple(sorted(pairs, key=lambda pair: (-pair.at_stake, pair.names)))


SIDES = ("left_record_id", "right_record_id")
SHOWN = (
    *("legal_id", "vat_number", "street", "postal_code", "city", "country_code"),
    *("phone", "email", "website"),
)


def records_of(warehouse: Warehouse, record_ids: Iterable[str]) -> dict[str, Record]:
    """The records of these names that the publication has."""
    frame = warehouse.frame(
        "select * from marts.map_party_records where list_contains($wanted, record_id)",
        {"wanted": sorted(record_ids)},
    )
    return {row["record_id"]: _record(row) for row in frame.iter_rows(named=True)}


def records_of_parties(warehouse: Warehouse, party_keys: Iterable[str]) -> list[Record]:
    """All records of these parties."""
    frame = warehouse.frame(
        "select * from marts.map_party_records where list_contains($wanted, party_key)"
        " order by record_id",
        {"wanted": sorted(party_keys)},
    )
    return [_record(row) for row in frame.iter_rows(named=True)]


def _record(row: dict[str, Any]) -> Record:
    fields = tuple((name, str(row[name])) for name in SHOWN if row[name] is not None)
    return Record(
        row["record_id"],
        row["party_key"],
        row["party_name"] or row["party_id"],
        fields,
        row["revenue_amount_base"],
        row["open_pipeline_amount_base"],
    )


def _pair(row: dict[str, Any], records: dict[str, Record], words: tuple[Decision, ...]) -> Pair:
    return Pair(
        left=records[row[SIDES[0]]],
        right=records[row[SIDES[1]]],
        verdict=row["verdict"],
        is_certain=row["is_certain"],
        probability=row["probability"],
        weight=row["weight_bits"],
        evidence=tuple(
            Evidence(each["field"], each["level"], each["words"], _bits(each["weight"]))
            for each in json.loads(row["evidence"])
        ),
        revenue=row["revenue_amount_base"],
        open_pipeline=row["open_pipeline_amount_base"],
        words=words,
    )


def _bits(weight: float | None) -> Decimal | None:
    return None if weight is None else round(Decimal(repr(weight)), 1)


def _require(warehouse: Warehouse) -> None:
    known = {mart.name for mart in warehouse.manifest.marts}
    if not set(MARTS) <= known:
        raise ConfigError(
            "What is published knows no identities yet.", remedy="Run: affluent refresh"
        )


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a party's golden record: who gives it, by which rule, and what others say."""

    field: str
    value: str
    source: str
    record_id: str
    rule: str
    losing: str


def fields_of(warehouse: Warehouse, record_id: str) -> tuple[Field, ...]:
    """The golden record of the party of a record. Raises ConfigError for an unknown record."""
    _require(warehouse)
    frame = warehouse.frame(
        "select field, field_value, source_name, record_id, rule, losing_values"
        " from marts.mart_party_fields where party_key in"
        " (select party_key from marts.map_party_records where record_id = $record)"
        " order by field",
        {"record": record_id},
    )
    if frame.is_empty():
        raise ConfigError(
            f"What is published knows no record '{record_id}'.",
            remedy="A record is source:number, as affluent steward list writes it.",
        )
    return tuple(
        Field(field, value, source, record, rule, losing or "")
        for field, value, source, record, rule, losing in frame.iter_rows()
    )
