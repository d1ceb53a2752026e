"""Writes and reads the words of stewards in the registry: a row each, never changed."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from affluent.errors import ConfigError
from identity.model import Decision, Word
from identity.registry import open_registry, writing
from identity.stewardship import Undo


def new_decision(
    left_id: str, right_id: str, verdict: Word, *, author: str, at: datetime, reason: str = ""
) -> Decision:
    """A word on two records, in the order of their names, with an id made of what it says.

    Raises ConfigError for a record against itself, or without an author.
    """
    if left_id == right_id:
        raise ConfigError(
            f"{left_id} was named twice.", remedy="Name two records, as affluent steward list does."
        )
    if not author.strip():
        raise ConfigError("A decision needs its author.", remedy="Give --author NAME.")
    first, second = sorted((left_id, right_id))
    moment = at.astimezone(UTC)
    said = "|".join((first, second, verdict, author, moment.isoformat()))
    digest = hashlib.md5(said.encode(), usedforsecurity=False).hexdigest()
    return Decision(first, second, verdict, author, moment, reason, f"d-{digest[:10]}")


def decide(registry: sqlite3.Connection, decisions: Iterable[Decision]) -> int:
    """Add the decisions, all or none; those that are there already are left. Return how many."""
    with writing(registry):
        before = registry.total_changes
        registry.executemany(
            "insert into decisions values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
            [
                (
                    *(d.decision_id, d.left_id, d.right_id, d.verdict, d.author),
                    *(d.decided_at.isoformat(), d.reason),
                )
                for d in decisions
            ],
        )
        return registry.total_changes - before


def undo(
    registry: sqlite3.Connection,
    decision_ids: Sequence[str],
    *,
    author: str,
    at: datetime,
    reason: str = "",
) -> None:
    """Take decisions back, all or none.

    Raises ConfigError for one that is not there, or was taken back already.
    """
    known = {decision.decision_id for decision in decisions(registry)}
    gone = {each.decision_id for each in undos(registry)}
    for decision_id in decision_ids:
        if decision_id not in known or decision_id in gone:
            state = "was taken back already" if decision_id in gone else "is not known"
            raise ConfigError(
                f"The decision {decision_id} {state}.",
                remedy="affluent steward list --decided names those that hold.",
            )
    with writing(registry):
        registry.executemany(
            "insert into undos values (?, ?, ?, ?) on conflict do nothing",
            [(each, author, at.astimezone(UTC).isoformat(), reason) for each in decision_ids],
        )


def decisions(registry: sqlite3.Connection) -> tuple[Decision, ...]:
    """Every word ever said, the oldest first, taken back or not."""
    rows = registry.execute(
        "select left_id, right_id, verdict, author, decided_at, reason, decision_id"
        " from decisions order by decided_at, decision_id"
    )
    return tuple(
        Decision(left, right, verdict, author, datetime.fromisoformat(at), reason, number)
        for left, right, verdict, author, at, reason, number in rows
    )


def undos(registry: sqlite3.Connection) -> tuple[Undo, ...]:
    """Every decision that was taken back."""
    rows = registry.execute("select decision_id, author, undone_at, reason from undos")
    return tuple(Undo(n, author, datetime.fromisoformat(at), why) for n, author, at, why in rows)


def words_version(path: Path) -> str:
    """Changes with every word that anybody says or takes back; empty before the first."""
    if not path.exists():
        return ""
    with open_registry(path) as registry:
        counts = [
            registry.execute(f"select count(*) from {table}").fetchone()[0]
            for table in ("decisions", "undos", "field_words")
        ]
    return "" if not any(counts) else ",".join(map(str, counts))
