"""Writes and reads what stewards say of a field: a row each; the latest word on a field holds.

A word is said of a record, so that it stays with the firm whatever is merged or split.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime

from affluent.errors import ConfigError
from identity.registry import writing

FIELDS = (
    *("party_name", "trading_name", "legal_id", "vat_number", "street", "postal_code", "city"),
    *("country_code", "phone", "email", "website"),
)


@dataclass(frozen=True, slots=True)
class FieldWord:
    """What ``field`` of the party of ``record_id`` shall be; None takes the word back."""

    record_id: str
    field: str
    value: str | None
    author: str
    said_at: datetime
    reason: str = ""


def say(registry: sqlite3.Connection, word: FieldWord) -> None:
    """Add a word. Raises ConfigError for a field that is none, or without an author."""
    if word.field not in FIELDS:
        raise ConfigError(
            f"A party has no field '{word.field}'.", remedy=f"Name one of: {', '.join(FIELDS)}."
        )
    if not word.author.strip():
        raise ConfigError("A word needs its author.", remedy="Give --author NAME.")
    with writing(registry):
        registry.execute(
            "insert into field_words (record_id, field, value, author, said_at, reason)"
            " values (?, ?, ?, ?, ?, ?)",
            (
                *(word.record_id, word.field, word.value, word.author),
                *(word.said_at.astimezone(UTC).isoformat(), word.reason),
            ),
        )


def standing(registry: sqlite3.Connection) -> tuple[FieldWord, ...]:
    """The latest word on each field of each record, where it was not taken back."""
    rows = registry.execute(
        "select record_id, field, value, author, said_at, reason from field_words where word_id in"
        " (select max(word_id) from field_words group by record_id, field) and value is not null"
        " order by record_id, field"
    )
    return tuple(
        FieldWord(record, field, value, author, datetime.fromisoformat(at), reason)
        for record, field, value, author, at, reason in rows
    )
