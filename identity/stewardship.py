"""What stewards said, and which of it holds: pure.

A word is never changed: who thinks otherwise says so, or takes it back. The latest word of each
steward on a pair counts. Where two stewards disagree, the pair is kept apart and both are named:
two parties wrongly apart are asked about again, two wrongly one have mixed their figures.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from identity.model import Decision


@dataclass(frozen=True, slots=True)
class Undo:
    """A decision taken back: by whom, when and why."""

    decision_id: str
    author: str
    undone_at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two stewards whose words on one pair cannot both hold: their latest ones."""

    same: Decision
    different: Decision


def latest_words(
    decisions: Iterable[Decision], undone: Iterable[Undo] = ()
) -> dict[tuple[str, str], list[Decision]]:
    """Pair → the latest word of each steward that was not taken back, the oldest first."""
    taken_back = {undo.decision_id for undo in undone}
    by_author: defaultdict[tuple[str, str], dict[str, Decision]] = defaultdict(dict)
    for decision in sorted(decisions, key=lambda d: (d.decided_at, d.decision_id)):
        if decision.decision_id not in taken_back:
            words = by_author[(decision.left_id, decision.right_id)]
            words.pop(decision.author, None)  # so that the order is that of the latest words
            words[decision.author] = decision
    return {pair: list(words.values()) for pair, words in by_author.items()}


def standing(decisions: Iterable[Decision], undone: Iterable[Undo] = ()) -> tuple[Decision, ...]:
    """The one word that holds of each pair: ``different`` before ``same`` before ``unsure``."""
    order = {"unsure": 0, "same": 1, "different": 2}
    return tuple(
        max(words, key=lambda d: (order[d.verdict], d.decided_at))
        for _, words in sorted(latest_words(decisions, undone).items())
    )


def disagreements(
    decisions: Iterable[Decision], undone: Iterable[Undo] = ()
) -> tuple[Disagreement, ...]:
    """The pairs on which stewards contradict each other."""
    found = []
    for _, words in sorted(latest_words(decisions, undone).items()):
        same = [word for word in words if word.verdict == "same"]
        different = [word for word in words if word.verdict == "different"]
        if same and different:
            found.append(Disagreement(same[-1], different[-1]))
    return tuple(found)
