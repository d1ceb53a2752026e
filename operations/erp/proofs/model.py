"""A proof: a question that returns offenders, and why nothing may be one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, LiteralString

from operations.database.connection import Connection

# A name, what was expected of it, what is there.
Offender = tuple[Any, Any, Any]


@dataclass(frozen=True)
class Proof:
    """``find`` returns the offenders of a store; none when all holds."""

    name: str
    reason: str
    find: Callable[[Connection], list[Offender]]


@dataclass(frozen=True)
class Verdict:
    """What a proof found: ``offenders`` in words, ``count`` of them in all."""

    name: str
    reason: str
    count: int
    offenders: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing offends."""
        return not self.count


def asking(query: LiteralString) -> Callable[[Connection], list[Offender]]:
    """A proof by one query, whose rows are the offenders."""
    return lambda connection: connection.execute(query).fetchall()
