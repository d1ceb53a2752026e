"""Pairs → parties: which records are one, so that one bad link cannot chain two firms.

Records are joined from the surest pair down. Two groups stay apart where

* a steward told a record of one from a record of the other;
* they bear different numbers of one register (two SIRENs), or generations (junior, senior);
* a field that tells parties apart, such as the birth date, differs in more of their pairs than it
  agrees in; only pairs count that by themselves are unlikely to be one, as dates are mistyped too;
* the evidence between all their records, not only between the two that the pair names, speaks
  against it: the mean of its bits is below zero;
* a group would fit another one as well, and what tells those two apart is what it does not say
  (two John Smiths of one address, born 20 years apart, and a third without a birth date).

What does not belong here: the evidence itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from identity.model import RecordId

AMBIGUOUS_WITHIN: Final = 1.5  # bits
CONTRADICTED_BY: Final = 2  # pairs more that differ than agree
UNLIKELY: Final = -2.0  # bits: by itself such a pair is four times likelier two parties
MOST_COMPARED: Final = 400  # pairs between two groups; more would not change the mean

Pair = tuple[RecordId, RecordId]
Node = TypeVar("Node", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Link:
    """A pair that may be joined: ``weight`` in bits; ``sure`` where a key says it."""

    left: RecordId
    right: RecordId
    weight: float
    sure: bool = False
    by_steward: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What a record says that two records of one party do not contradict.

    ``known`` are the telling fields that it fills.
    """

    numbers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    generation: str | None = None
    known: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What two records say together: bits for being one, telling fields that differ and agree.

    ``weight`` is what the pair weighs by itself, with the rate of matches in it.
    """

    bits: float
    differing: frozenset[str] = frozenset()
    agreeing: frozenset[str] = frozenset()
    weight: float = 0.0


@dataclass(slots=True)
class _Group:
    members: list[RecordId]
    numbers: dict[str, frozenset[str]]
    generations: frozenset[str]
    known: frozenset[str]


NOTHING: Final = Evidence(0.0)


class Parties:
    """Groups of records under way; ``refused`` keeps each pair that was not joined, and why."""

    def __init__(
        self,
        facts: Mapping[RecordId, Facts],
        evidence: Mapping[Pair, Evidence],
        apart: Iterable[Pair] = (),
        *,
        guarded: bool = True,
    ) -> None:
        self._facts = facts
        self._evidence = evidence
        self._guarded = guarded
        self._groups: dict[RecordId, _Group] = {}
        self._of: dict[RecordId, RecordId] = {}
        self._apart: defaultdict[RecordId, set[RecordId]] = defaultdict(set)
        self._rivals: dict[RecordId, list[Link]] = {}
        self.refused: dict[Pair, str] = {}
        for left, right in apart:
            self._apart[left].add(right)
            self._apart[right].add(left)

    def of(self, record: RecordId) -> RecordId:
        """The smallest record of the party that a record is of."""
        return self._of.get(record, record)

    def join_all(self, links: Sequence[Link]) -> None:
        """Join what may be joined: stewards' words first, then keys, then by falling weight."""
        ordered = sorted(
            links, key=lambda x: (not x.by_steward, not x.sure, -x.weight, x.left, x.right)
        )
        self._rivals = _several(ordered)
        for link in ordered:
            if self.of(link.left) != self.of(link.right):
                reason = self._objection(link)
                if reason:
                    self.refused[_pair(link.left, link.right)] = reason
                else:
                    self._merge(self.of(link.left), self.of(link.right))

    def _objection(self, link: Link) -> str | None:
        """Why a link is refused, the first reason that holds; None where none does."""
        left, right = self._group(link.left), self._group(link.right)
        objections: list[tuple[str, Callable[[], bool]]] = [
            ("told_apart", lambda: self._told_apart(left, right))
        ]
        if self._guarded and not link.by_steward:
            objections += [
                ("different_numbers", lambda: _differ(left, right)),
                ("different_generation", lambda: _of_two_generations(left, right)),
            ]
        if self._guarded and not link.by_steward and not link.sure:
            objections += [
                ("contradicts", lambda: self._contradict(left, right)),
                ("evidence_against", lambda: self._mean(left, right) < 0),
                ("ambiguous", lambda: self._is_ambiguous(link)),
            ]
        return next((reason for reason, holds in objections if holds()), None)

    def _told_apart(self, left: _Group, right: _Group) -> bool:
        others = set(right.members)
        return any(self._apart[member] & others for member in left.members if member in self._apart)

    def _contradict(self, left: _Group, right: _Group) -> bool:
        surplus: defaultdict[str, int] = defaultdict(int)
        for seen in self._between(left, right):
            for name in seen.differing if seen.weight < UNLIKELY else ():
                surplus[name] += 1
            for name in seen.agreeing:
                surplus[name] -= 1
        return any(count >= CONTRADICTED_BY for count in surplus.values())

    def _mean(self, left: _Group, right: _Group) -> float:
        """Bits between the records of two groups; who shares nothing comparable counts as zero."""
        seen = [each.bits for each in self._between(left, right)]
        return sum(seen) / len(seen)

    def _is_ambiguous(self, link: Link) -> bool:
        left, right = self.of(link.left), self.of(link.right)
        return any(
            abs(rival.weight - link.weight) <= AMBIGUOUS_WITHIN
            and (third := self.of(_other_end(rival, member))) not in {own, other}
            and self._conflict(third, other, own)
            for own, other in ((left, right), (right, left))
            for member in self._group(own).members
            for rival in self._rivals.get(member, ())
        )

    def _conflict(self, one: RecordId, other: RecordId, between: RecordId) -> bool:
        """Whether what tells two groups apart is what the records in between do not say."""
        known = self._group(between).known
        return any(
            seen.differing - known for seen in self._between(self._group(one), self._group(other))
        )

    def _between(self, left: _Group, right: _Group) -> Iterator[Evidence]:
        count = 0
        for one in left.members:
            for other in right.members:
                yield self._evidence.get(_pair(one, other), NOTHING)
                count += 1
                if count >= MOST_COMPARED:
                    return

    def _group(self, record: RecordId) -> _Group:
        head = self.of(record)
        if head not in self._groups:
            facts = self._facts.get(head, Facts())
            generations = frozenset({facts.generation} if facts.generation else ())
            self._groups[head] = _Group([head], dict(facts.numbers), generations, facts.known)
        return self._groups[head]

    def _merge(self, one: RecordId, other: RecordId) -> None:
        head, gone = min(one, other), max(one, other)
        kept, taken = self._group(head), self._group(gone)
        kept.members += taken.members
        kept.generations |= taken.generations
        kept.known |= taken.known
        for register, numbers in taken.numbers.items():
            kept.numbers[register] = kept.numbers.get(register, frozenset()) | numbers
        for member in kept.members:
            self._of[member] = head
        del self._groups[gone]


def components(edges: Iterable[tuple[Node, Node]]) -> list[list[Node]]:
    """The nodes that hang together, each group sorted."""
    head: dict[Node, Node] = {}

    def find(node: Node) -> Node:
        head.setdefault(node, node)
        while head[node] != node:
            head[node] = head[head[node]]
            node = head[node]
        return node

    for one, other in edges:
        head[find(one)] = find(other)
    found: defaultdict[Node, list[Node]] = defaultdict(list)
    for node in head:
        found[find(node)].append(node)
    return [sorted(members) for members in found.values()]  # type: ignore[type-var]


def _differ(left: _Group, right: _Group) -> bool:
    return any(
        register in right.numbers and not numbers & right.numbers[register]
        for register, numbers in left.numbers.items()
    )


def _of_two_generations(left: _Group, right: _Group) -> bool:
    known = left.generations and right.generations
    return bool(known) and left.generations != right.generations


def _several(links: Sequence[Link]) -> dict[RecordId, list[Link]]:
    """The links of each record that has more than one, keys aside."""
    found: defaultdict[RecordId, list[Link]] = defaultdict(list)
    for link in links:
        if not link.sure and not link.by_steward:
            found[link.left].append(link)
            found[link.right].append(link)
    return {record: some for record, some in found.items() if len(some) > 1}


def _other_end(link: Link, record: RecordId) -> RecordId:
    return link.right if link.left == record else link.left


def _pair(one: RecordId, other: RecordId) -> Pair:
    return (one, other) if one < other else (other, one)
