"""Writes and reads runs, keys and found pairs in the registry."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from identity.keys import Anchor, Assigned, Held, KeyEvent, Known
from identity.registry import writing


@dataclass(frozen=True, slots=True)
class Told:
    """An event of a key with its reason: the pair of records, and the steward where one said so.

    ``reason``: a key of the catalogue, such as ``decided_same`` or ``evidence``.
    """

    event: KeyEvent
    reason: str
    left_id: str | None = None
    right_id: str | None = None
    author: str | None = None


def last_fingerprint(registry: sqlite3.Connection) -> str | None:
    """What the last run was made of; None before the first."""
    row = registry.execute("select fingerprint from runs order by run_id desc limit 1").fetchone()
    return None if row is None else str(row[0])


def next_run(registry: sqlite3.Connection) -> int:
    """The number of the run to come."""
    return int(registry.execute("select coalesce(max(run_id), 0) + 1 from runs").fetchone()[0])


def known(registry: sqlite3.Connection) -> Known:
    """All records and keys that earlier runs left."""
    records = registry.execute(
        "select record_id, party_key, born, is_live from moves join ("
        " select max(move_id) as move_id, min(run_id) as born from moves group by record_id"
        ") using (move_id)"
    )
    held = {record: Held(key, born, bool(live)) for record, key, born, live in records}
    anchors = registry.execute("select party_key, record_id, born from anchors order by anchor_id")
    return Known(held, {key: Anchor(record, born) for key, record, born in anchors})


def write_run(
    registry: sqlite3.Connection,
    *,
    run: int,
    fingerprint: str,
    assigned: Assigned,
    told: Iterable[Told],
    pairs: Iterable[dict[str, Any]],
    at: datetime,
) -> None:
    """One run whole, or nothing: what changed of keys, why, and the pairs found."""
    with writing(registry):
        registry.execute(
            "insert into runs values (?, ?, ?)", (run, at.astimezone(UTC).isoformat(), fingerprint)
        )
        registry.executemany(
            "insert into moves (run_id, record_id, party_key, is_live) values (?, ?, ?, ?)",
            [(run, record, h.party_key, h.is_live) for record, h in assigned.records.items()],
        )
        registry.executemany(
            "insert into anchors (run_id, party_key, record_id, born) values (?, ?, ?, ?)",
            [(run, key, anchor.record_id, anchor.born) for key, anchor in assigned.anchors.items()],
        )
        registry.executemany(
            "insert into key_events (run_id, kind, from_key, to_key, reason, left_id, right_id,"
            " author) values (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    *(run, each.event.kind, each.event.from_key, each.event.to_key),
                    *(each.reason, each.left_id, each.right_id, each.author),
                )
                for each in told
            ],
        )
        registry.execute("delete from pairs")
        registry.executemany(
            "insert into pairs values (?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    *(pair["left_id"], pair["right_id"], pair["probability"], pair["weight"]),
                    *(pair["certain"], pair["verdict"], json.dumps(pair["evidence"] or [])),
                )
                for pair in pairs
            ],
        )


def events(registry: sqlite3.Connection) -> Sequence[tuple[Any, ...]]:
    """Events, the oldest first: number, moment, kind, from, to, reason, left, right, author."""
    return registry.execute(
        "select event_id, ran_at, kind, from_key, to_key, reason, left_id, right_id, author"
        " from key_events join runs using (run_id) order by event_id"
    ).fetchall()


def pairs(registry: sqlite3.Connection) -> Sequence[tuple[Any, ...]]:
    """What the last run found: left, right, probability, weight, certain, verdict, evidence."""
    return registry.execute(
        "select left_id, right_id, probability, weight, certain, verdict, evidence from pairs"
    ).fetchall()
