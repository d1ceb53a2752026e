"""One refresh's identity: who is who, under which key; nothing is matched when nothing changed.

Called by the dbt Python model ``int_parties__resolved``. What does not belong here: SQL models, and
how two records are compared.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from identity import decision_log, key_log
from identity.key_log import Told
from identity.keys import Assigned, KeyEvent, Known, assign
from identity.model import RECORD_COLUMNS, Decision, Resolution
from identity.registry import open_registry
from identity.stewardship import standing

if TYPE_CHECKING:
    import duckdb
    import polars as pl

# Raised when the same records and words may come out otherwise.
RULES = 1


def resolved_parties(
    session: duckdb.DuckDBPyConnection,
    records: duckdb.DuckDBPyRelation,
    registry_path: Path,
    *,
    previous: str,
    matching: str = "probable",
) -> duckdb.DuckDBPyRelation | pl.DataFrame:
    """Each record's party: ``record_id``, ``party_key``, and what joins it to another record.

    ``records``: the columns of ``RECORD_COLUMNS``. ``previous``: the table that holds the last
    answer, which is given again when records, words and rules are what they were. ``matching``:
    ``certain`` joins by links, shared numbers and words alone, ``probable`` by likeness too.
    """
    with open_registry(registry_path) as registry:
        words = standing(decision_log.decisions(registry), decision_log.undos(registry))
        fingerprint = f"{matching}|{_fingerprint(records, words)}"
        if fingerprint == key_log.last_fingerprint(registry) and _exists(session, previous):
            return session.query(f"select * from {previous}")
        frame = records.select(", ".join(RECORD_COLUMNS)).pl()
        resolution = _resolve(frame, words, matching)
        return _keyed(registry, resolution, words, fingerprint)


def _resolve(frame: pl.DataFrame, words: Sequence[Decision], matching: str) -> Resolution:
    if matching == "certain" or frame.height < 2:
        from identity.linking import link

        return link(frame, decisions=words)
    from identity.resolving import resolve

    return resolve(frame, decisions=words)


def _keyed(
    registry: sqlite3.Connection,
    resolution: Resolution,
    words: Sequence[Decision],
    fingerprint: str,
) -> pl.DataFrame:
    import polars as pl

    known, run = key_log.known(registry), key_log.next_run(registry)
    assigned = assign(
        known, dict(resolution.clusters.select("record_id", "cluster_id").rows()), run
    )
    found = resolution.pairs.filter(pl.col("verdict") != "apart")
    key_log.write_run(
        registry,
        run=run,
        fingerprint=fingerprint,
        assigned=assigned,
        told=told(known, assigned, found.iter_rows(named=True), words),
        pairs=found.iter_rows(named=True),
        at=datetime.now(UTC),
    )
    now = assigned.added_to(known).records
    keys = [(record_id, now[record_id].party_key) for record_id in resolution.clusters["record_id"]]
    return (
        pl.DataFrame(keys, schema={"record_id": pl.String, "party_key": pl.String}, orient="row")
        .join(_bonds(found), on="record_id", how="left", maintain_order="left")
        .sort("record_id")
    )


def _bonds(pairs: pl.DataFrame) -> pl.DataFrame:
    """Record → the record that it is joined to most surely, by which field, with what weight."""
    import polars as pl

    joined = pairs.filter(pl.col("verdict") == "joined").select(
        "left_id",
        "right_id",
        "certain",
        "weight",
        pl.col("evidence").list.first().struct.field("field").alias("joined_by"),
    )
    both = pl.concat(
        [
            joined.rename({"left_id": "record_id", "right_id": "joined_with"}),
            joined.rename({"right_id": "record_id", "left_id": "joined_with"}).select(
                "record_id", "joined_with", "certain", "weight", "joined_by"
            ),
        ]
    )
    return (
        both.sort(
            "record_id", "certain", "weight", "joined_with", descending=[False, True, True, False]
        )
        .unique("record_id", keep="first", maintain_order=True)
        .rename({"certain": "is_certain", "weight": "joined_weight"})
    )


def told(
    known: Known,
    assigned: Assigned,
    pairs: Iterable[dict[str, Any]],
    words: Sequence[Decision],
) -> list[Told]:
    """The events of a run but births, each with its reason: a steward's word, or the evidence."""
    events = [event for event in assigned.events if event.kind != "born"]
    if not events:
        return []
    now = assigned.added_to(known).records
    same: dict[tuple[str, str], tuple[str, str, str | None]] = {}
    apart: dict[tuple[str, str], tuple[str, str, str | None]] = {}
    for pair in pairs:
        if pair["verdict"] == "joined":
            _bridge(known, pair["left_id"], pair["right_id"], None, into=same)
    for word in words:
        if word.verdict == "same":
            _bridge(known, word.left_id, word.right_id, word.author, into=same)
        elif word.verdict == "different" and {word.left_id, word.right_id} <= now.keys():
            keys = now[word.left_id].party_key, now[word.right_id].party_key
            for way in (keys, keys[::-1]):
                apart[way] = word.left_id, word.right_id, word.author
    return [_reason(event, same if event.kind == "merged" else apart) for event in events]


def _bridge(
    known: Known,
    left: str,
    right: str,
    author: str | None,
    *,
    into: dict[tuple[str, str], tuple[str, str, str | None]],
) -> None:
    """Note the pair under the two keys that its records bore before, where they differ."""
    first, second = known.records.get(left), known.records.get(right)
    if first is None or second is None or first.party_key == second.party_key:
        return
    keys = first.party_key, second.party_key
    for way in (keys, keys[::-1]):
        into[way] = left, right, author


def _reason(event: KeyEvent, pairs: dict[tuple[str, str], tuple[str, str, str | None]]) -> Told:
    if event.kind in ("gone", "returned"):
        return Told(event, "source")
    pair = pairs.get((event.from_key or "", event.to_key or ""))
    if pair is None:
        return Told(event, "evidence")
    left, right, author = pair
    return Told(event, "decision" if author else "evidence", left, right, author)


def _fingerprint(records: duckdb.DuckDBPyRelation, words: Sequence[Decision]) -> str:
    """Changes with any value that is compared, any word that holds, and our own rules."""
    columns = ", ".join(name for name in RECORD_COLUMNS if name != "updated_at")
    count, digest = records.aggregate(
        f"count(*), sum(cast(hash(({columns})) as hugeint))"
    ).fetchall()[0]
    said = sorted((w.left_id, w.right_id, w.verdict, w.decision_id) for w in words)
    return f"{RULES}|{version('duckdb')}|{count}|{digest}|{hash_of(said)}"


def hash_of(said: object) -> str:
    """A short name of a value, the same in every process."""
    import hashlib

    return hashlib.md5(repr(said).encode(), usedforsecurity=False).hexdigest()


def _exists(session: duckdb.DuckDBPyConnection, table: str) -> bool:
    import duckdb

    try:
        session.query(f"select * from {table} limit 0")
    except duckdb.CatalogException:
        return False
    return True
