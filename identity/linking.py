"""Joins records by what is certain alone: the sources' own links, and numbers that they share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import polars as pl

from identity.model import Decision, Resolution

SAID = "said_by_steward"


def link(records: pl.DataFrame, *, decisions: Sequence[Decision] = ()) -> Resolution:
    """Who is one by link, number or decision; ``different`` holds before all of them."""
    apart = {(d.left_id, d.right_id) for d in decisions if d.verdict == "different"}
    pairs: dict[tuple[str, str], str] = {
        (d.left_id, d.right_id): SAID for d in decisions if d.verdict == "same"
    }
    ids = set(records["record_id"].to_list())
    by_number: defaultdict[str, list[str]] = defaultdict(list)
    for record_id, number, linked in records.select(
        "record_id", "party_number", "linked_to"
    ).iter_rows():
        if linked in ids and linked != record_id:
            pairs.setdefault(_ordered(record_id, linked), "linked_by_source")
        if number is not None:
            by_number[number].append(record_id)
    for bearers in by_number.values():
        for other in bearers[1:]:
            pairs.setdefault(_ordered(bearers[0], other), "same_party_number")
    parents = {record_id: record_id for record_id in ids}

    def root(record_id: str) -> str:
        while parents[record_id] != record_id:
            parents[record_id] = parents[parents[record_id]]
            record_id = parents[record_id]
        return record_id

    rows: list[dict[str, Any]] = []
    told = sorted(each for each in apart if set(each) <= ids)
    # A steward's word before a key, so that of two chains the one that was said holds.
    for (left, right), key in sorted(pairs.items(), key=lambda p: (p[1] != SAID, p[0])):
        if (left, right) in apart or left not in ids or right not in ids:
            continue
        first, second = sorted((root(left), root(right)))
        if any({root(one), root(other)} == {first, second} for one, other in told):
            rows.append(_pair(left, right, key, "queued"))
            continue
        parents[second] = first
        rows.append(_pair(left, right, key, "joined"))
    clusters = [(record_id, root(record_id)) for record_id in sorted(ids)]
    return Resolution(
        pl.DataFrame(rows, schema=PAIRS),
        pl.DataFrame(
            clusters, schema={"record_id": pl.String, "cluster_id": pl.String}, orient="row"
        ),
    )


EVIDENCE = pl.List(
    pl.Struct({"field": pl.String, "level": pl.String, "words": pl.String, "weight": pl.Float64})
)
PAIRS: Any = {
    "left_id": pl.String,
    "right_id": pl.String,
    "probability": pl.Float64,
    "weight": pl.Float64,
    "certain": pl.Boolean,
    "verdict": pl.String,
    "evidence": EVIDENCE,
}


def _ordered(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _pair(left: str, right: str, key: str, verdict: str) -> dict[str, Any]:
    return {
        "left_id": left,
        "right_id": right,
        "probability": 1.0,
        "weight": None,
        "certain": verdict == "joined",
        "verdict": verdict,
        "evidence": [{"field": "key", "level": key, "words": key, "weight": None}],
    }
