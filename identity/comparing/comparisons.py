"""A comparison of two records in one field: its levels, from the same down to different.

What does not belong here: which comparisons a kind of record has (``firms``, ``people``).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Level:
    """One answer of a comparison.

    ``sql`` is a condition on ``<column>_l`` and ``<column>_r``; empty for all that is left.
    ``words`` is the key of the catalogue that says it. ``m`` and ``u`` are what is believed before
    any data: how often two records of one party, and of two, give this answer. ``frequency`` names
    the column whose value's frequency stands for ``u`` where the two agree: to share a rare name
    says more than to share a common one.
    """

    words: str
    sql: str
    m: float
    u: float
    frequency: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """``field``, when it says nothing (``unknown``, a condition), and its levels.

    ``columns`` are what it needs: where one is empty in all records the comparison is left out.
    """

    field: str
    columns: tuple[str, ...]
    unknown: str
    levels: tuple[Level, ...]


def either_null(*columns: str) -> str:
    """The condition that a column is unknown in one of the two records."""
    return " or ".join(f"{column}_{side} is null" for column in columns for side in "lr")


def either_empty(*columns: str) -> str:
    """The same for columns that hold lists."""
    return " or ".join(f"len({column}_{side}) = 0" for column in columns for side in "lr")


def one_typed_apart(column: str, *, least: int = 4) -> str:
    """One letter added, left out, changed or moved in texts of ``least`` letters or more."""
    return (
        f"(least(length({column}_l), length({column}_r)) >= {least}"
        f" and damerau_levenshtein({column}_l, {column}_r) <= 1)"
    )
