"""What a resolution learnt and scored, kept so that new records are matched on top of it.

What does not belong here: what follows for the parties (``resolving``).
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from identity.certain import keyed_pairs, linked
from identity.engine import engine
from identity.matching import KINDS, Matched, matched, matched_more
from identity.normalising.records import complete
from identity.preparing import filled, normalised, prepared

if TYPE_CHECKING:
    import polars as pl

    from identity.comparing.model import MatchModel


@dataclass(frozen=True, slots=True)
class Memory:
    """``records`` are complete; ``typed`` and ``found`` stand beside ``KINDS``: each kind's records
    as normalised, and as matched.
    """

    records: pl.DataFrame
    typed: tuple[pl.DataFrame, ...]
    found: tuple[Matched, ...]

    def save(self, folder: Path) -> None:
        """Write it into ``folder``, made anew; who reads meanwhile finds the old one or none."""
        beside = folder.with_name(f"{folder.name}.new")
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        self.records.write_parquet(beside / "records.parquet")
        for table, found in zip(self.typed, self.found, strict=True):
            table.write_parquet(beside / f"{found.kind.name}.parquet")
            found.pairs.write_parquet(beside / f"{found.kind.name}-pairs.parquet")
            text = json.dumps(_told(found.model))
            (beside / f"{found.kind.name}.json").write_text(text, encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        beside.replace(folder)


def remembered(records: pl.DataFrame) -> Memory:
    """Everything about the records, matched from nothing."""
    known = complete(records)
    links = linked(known)
    typed, found = [], []
    with engine() as connection:
        for kind, keys in KINDS:
            table = normalised(known.filter(known["record_type"] == kind.name), kind.name)
            typed.append(table)
            found.append(matched(connection, kind, keys, prepared(table), links))
    return Memory(known, tuple(typed), tuple(found))


def grown(memory: Memory, records: pl.DataFrame) -> Memory:
    """The memory with ``records`` added, or put in the place of those of the same id.

    What was learnt stands; a kind is matched from nothing where nothing was learnt yet, or not of a
    field that is filled now.
    """
    import polars as pl

    new = complete(records)
    ids = frozenset(new["record_id"])
    known = pl.concat([memory.records.filter(~pl.col("record_id").is_in(list(ids))), new])
    known = known.sort("record_id")
    links = linked(known)
    typed, found = [], []
    with engine() as connection:
        for (kind, keys), table, before in zip(KINDS, memory.typed, memory.found, strict=True):
            added = normalised(new.filter(new["record_type"] == kind.name), kind.name)
            stayed = table.filter(~pl.col("record_id").is_in(list(ids)))
            typed.append(pl.concat([stayed, added]))
            whole = prepared(typed[-1])
            if added.is_empty() and stayed.height == table.height:
                found.append(replace(before, table=whole, keyed=keyed_pairs(whole, links)))
            elif before.model is None or before.model.comparisons != kind.comparable(filled(whole)):
                found.append(matched(connection, kind, keys, whole, links))
            else:
                found.append(
                    matched_more(
                        connection,
                        keys,
                        before,
                        before.model,
                        table=whole,
                        new=ids,
                        links=links,
                    )
                )
    return Memory(known, tuple(typed), tuple(found))


def load(folder: Path) -> Memory | None:
    """What was saved in ``folder``; None where nothing was, or by another version of the rules."""
    import polars as pl

    typed, found = [], []
    try:
        records = pl.read_parquet(folder / "records.parquet")
        for kind, _ in KINDS:
            typed.append(pl.read_parquet(folder / f"{kind.name}.parquet"))
            pairs = pl.read_parquet(folder / f"{kind.name}-pairs.parquet")
            told = json.loads((folder / f"{kind.name}.json").read_text(encoding="utf-8"))
            table = prepared(typed[-1])
            blank = Matched(kind, table, None, pairs, keyed_pairs(table, linked(records)))
            found.append(replace(blank, model=_understood(told, blank)))
    except (FileNotFoundError, KeyError):
        return None
    return Memory(records, tuple(typed), tuple(found))


def _told(model: MatchModel | None) -> dict[str, Any] | None:
    if model is None:
        return None
    levels = {
        comparison.field: {
            "levels": [level.words for level in comparison.levels],
            "m": m,
            "u": u,
        }
        for comparison, m, u in zip(model.comparisons, model.m, model.u, strict=True)
    }
    return {"rate": model.rate, "comparisons": levels}


def _understood(told: dict[str, Any] | None, found: Matched) -> MatchModel | None:
    """The model; raises KeyError where the rules of today have other levels than it was told of."""
    from identity.comparing.model import MatchModel

    if told is None:
        return None
    kept = {c.field: c for c in found.kind.comparisons if c.field in told["comparisons"]}
    for field, known in told["comparisons"].items():
        if [level.words for level in kept[field].levels] != known["levels"]:
            raise KeyError(field)
    values = [told["comparisons"][field] for field in kept]
    return MatchModel(
        tuple(kept.values()),
        tuple(tuple(value["m"]) for value in values),
        tuple(tuple(value["u"]) for value in values),
        told["rate"],
        found.kind.rivals,
    )
