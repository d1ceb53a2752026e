"""What stewards said, as it holds: the latest word on each pair, and where words contradict.

What does not belong here: where decisions are kept.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from identity.model import Contradiction, Decision, RecordId


@dataclass(frozen=True, slots=True)
class Decided:
    """The words that hold, each pair once, the smaller id first."""

    same: tuple[Decision, ...]
    different: tuple[Decision, ...]
    unsure: tuple[Decision, ...]
    contradictions: tuple[Contradiction, ...]


def decided(decisions: Iterable[Decision]) -> Decided:
    """The latest word on each pair; what contradicts is reported.

    Two kinds contradict: another author's earlier word on the same pair, and a chain of ``same``
    that ends at two records told apart.
    """
    latest: dict[tuple[RecordId, RecordId], Decision] = {}
    contradictions: list[Contradiction] = []
    for word in sorted(decisions, key=lambda d: (d.decided_at, d.decision_id)):
        left, right = sorted((word.left_id, word.right_id))
        before = latest.get((left, right))
        if (
            before
            and before.author != word.author
            and {before.verdict, word.verdict} == {"same", "different"}
        ):
            told, joined = (word, before) if word.verdict == "different" else (before, word)
            contradictions.append(
                Contradiction(left, right, told.decision_id, (joined.decision_id,))
            )
        latest[(left, right)] = word
    by = {
        verdict: tuple(d for _, d in sorted(latest.items()) if d.verdict == verdict)
        for verdict in ("same", "different", "unsure")
    }
    for word in by["different"]:
        chain = _chain(word.left_id, word.right_id, by["same"])
        if chain:
            left, right = sorted((word.left_id, word.right_id))
            contradictions.append(Contradiction(left, right, word.decision_id, chain))
    return Decided(by["same"], by["different"], by["unsure"], tuple(contradictions))


def _chain(start: RecordId, end: RecordId, same: Sequence[Decision]) -> tuple[str, ...]:
    """The decisions that lead from one record to the other, the fewest; empty if none do."""
    reached: dict[RecordId, tuple[str, ...]] = {start: ()}
    todo = deque([start])
    while todo:
        here = todo.popleft()
        for word in same:
            ends = (word.left_id, word.right_id)
            if here not in ends:
                continue
            there = ends[1] if ends[0] == here else ends[0]
            if there not in reached:
                reached[there] = (*reached[here], word.decision_id)
                todo.append(there)
    return reached.get(end, ())
