"""What the registry tells the warehouse: pairs found, what became of keys, words on fields.

Frames with fixed columns, also when there is nothing: dbt's Python models return them.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from identity import field_words as words
from identity import key_log
from identity.registry import open_registry

if TYPE_CHECKING:
    import polars as pl


def found_pairs(path: Path) -> pl.DataFrame:
    """Pair, probability, weight in bits, whether certain, verdict, and the evidence as JSON."""
    import polars as pl

    with open_registry(path) as registry:
        rows = key_log.pairs(registry)
    return pl.DataFrame(
        rows,
        schema={
            "left_id": pl.String,
            "right_id": pl.String,
            "probability": pl.Float64,
            "weight": pl.Float64,
            "is_certain": pl.Boolean,
            "verdict": pl.String,
            "evidence": pl.String,
        },
        orient="row",
    )


def key_history(path: Path) -> pl.DataFrame:
    """Every event of a key but its birth, with its moment in UTC and its reason."""
    import polars as pl

    with open_registry(path) as registry:
        rows = key_log.events(registry)
    return pl.DataFrame(
        [(number, _moment(at), *rest) for number, at, *rest in rows],
        schema={
            "event_number": pl.Int64,
            "happened_at": pl.Datetime("us"),
            "kind": pl.String,
            "from_key": pl.String,
            "to_key": pl.String,
            "reason": pl.String,
            "left_id": pl.String,
            "right_id": pl.String,
            "author": pl.String,
        },
        orient="row",
    )


def field_words(path: Path) -> pl.DataFrame:
    """The word that holds of each field of a record."""
    import polars as pl

    with open_registry(path) as registry:
        rows = words.standing(registry)
    return pl.DataFrame(
        [
            (word.record_id, word.field, word.value, word.author, _naive(word.said_at))
            for word in rows
        ],
        schema={
            "record_id": pl.String,
            "field": pl.String,
            "field_value": pl.String,
            "author": pl.String,
            "said_at": pl.Datetime("us"),
        },
        orient="row",
    )


def _moment(text: str) -> datetime:
    return _naive(datetime.fromisoformat(text))


def _naive(moment: datetime) -> datetime:
    """The warehouse keeps moments in UTC, without saying so in each."""
    return moment.replace(tzinfo=None)
