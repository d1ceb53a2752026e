"""A learnt model: what each answer of each comparison weighs, and how rare a match is.

What does not belong here: how it is learnt (``learning``) and applied (``scoring``).
"""

from __future__ import annotations

from dataclasses import dataclass

from identity.comparing.comparisons import Comparison


@dataclass(frozen=True, slots=True)
class Rival:
    """Another reason why two records agree: one household, a namesake, firms of one group.

    In ``fields`` the two agree as often as two records of one party do, in all others by chance.
    ``ratio`` is how many such pairs are believed to come on each match. It is not learnt: where a
    field is empty, nothing tells a namesake from a match, and what is learnt would be chance.
    """

    name: str
    fields: frozenset[str]
    ratio: float


@dataclass(frozen=True, slots=True)
class Kind:
    """How records of one kind are compared, and what else than being one makes them agree.

    ``naming`` are the fields that only say how it is called: many are called the same. ``telling``
    are those that tell two parties apart for good, where they are typed well.
    """

    name: str
    comparisons: tuple[Comparison, ...]
    rivals: tuple[Rival, ...]
    naming: frozenset[str]
    telling: frozenset[str]

    def comparable(self, filled: frozenset[str]) -> tuple[Comparison, ...]:
        """The comparisons that columns which hold something allow."""
        return tuple(each for each in self.comparisons if set(each.columns) <= filled)


@dataclass(frozen=True, slots=True)
class MatchModel:
    """``m`` and ``u`` stand beside ``comparisons``, a tuple of levels each.

    ``rate`` is the probability that two records drawn at random are of one party.
    """

    comparisons: tuple[Comparison, ...]
    m: tuple[tuple[float, ...], ...]
    u: tuple[tuple[float, ...], ...]
    rate: float
    rivals: tuple[Rival, ...]


def believed(
    comparisons: tuple[Comparison, ...], rivals: tuple[Rival, ...], *, records: int
) -> MatchModel:
    """The model before any data: three matches expected for every ten records."""
    pairs = max(records * (records - 1) / 2, 1.0)
    rate = min(0.3 * records / pairs, 0.3)
    return MatchModel(
        comparisons,
        tuple(tuple(level.m for level in c.levels) for c in comparisons),
        tuple(tuple(level.u for level in c.levels) for c in comparisons),
        rate,
        rivals,
    )
