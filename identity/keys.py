"""Which key a party bears: pure, from what was known and from who is one party now.

What does not belong here: where the keys are kept (``registry.py``), and who is one party
(``resolving.py``).

Every record founds a key of its own when it is first seen, used or not. A party bears a key that
one of its own records anchors, so two parties never bear one key; and an anchor is moved only when
its record is gone from every source, to a record that bore the key with it. So a key that a merge
retired is there again, for the same firm, when the merge is undone.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

EventKind = Literal["born", "merged", "split", "gone", "returned"]


@dataclass(frozen=True, slots=True)
class Held:
    """A record as it is known: the key it bears, or bore last, and the run that saw it first."""

    party_key: str
    born: int
    is_live: bool = True


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a key means: the firm of this record. ``born``: the run that founded the key."""

    record_id: str
    born: int


@dataclass(frozen=True, slots=True)
class Known:
    """All that earlier runs left: every record ever seen, and every key ever founded."""

    records: Mapping[str, Held] = field(default_factory=dict)
    anchors: Mapping[str, Anchor] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KeyEvent:
    """What became of a key in one run.

    ``born``: a firm nobody knew bears ``to_key``. ``merged``: the firm of ``from_key`` bears
    ``to_key`` now. ``split``: records that bore ``from_key`` bear ``to_key``, their own.
    ``gone``: no source knows the firm of ``from_key``. ``returned``: one knows it again.
    """

    kind: EventKind
    from_key: str | None
    to_key: str | None


@dataclass(frozen=True, slots=True)
class Assigned:
    """What a run changes: nothing else of ``Known`` is touched, and nothing is ever removed."""

    records: Mapping[str, Held]
    anchors: Mapping[str, Anchor]
    events: tuple[KeyEvent, ...]

    def added_to(self, known: Known) -> Known:
        """What is known after the run."""
        return Known({**known.records, **self.records}, {**known.anchors, **self.anchors})


def key_founded_by(record_id: str, nth: int = 1) -> str:
    """The key that a record founds: the same in every workspace, never that of another record."""
    named = "|".join(("party", record_id, *([str(nth)] if nth > 1 else ())))
    return hashlib.md5(named.encode(), usedforsecurity=False).hexdigest()


def assign(known: Known, clusters: Mapping[str, str], run: int) -> Assigned:
    """The keys of the parties of ``clusters`` (record → any name of its party) in run ``run``.

    Of the keys that a party's records anchor it bears the oldest that was in use, or else the
    oldest. Runs rise; the same input gives the same keys, in whatever order it comes.
    """
    anchors = _founded(known, clusters, run)
    anchors.update(_inherited(known, clusters))
    anchors_of: defaultdict[str, list[str]] = defaultdict(list)
    for key, anchor in {**known.anchors, **anchors}.items():
        anchors_of[anchor.record_id].append(key)
    in_use = {held.party_key for held in known.records.values() if held.is_live}
    members: defaultdict[str, list[str]] = defaultdict(list)
    for record_id, name in clusters.items():
        members[name].append(record_id)

    def age(key: str) -> tuple[bool, int, str]:
        anchor = anchors.get(key) or known.anchors[key]
        return key not in in_use, anchor.born, anchor.record_id

    records: dict[str, Held] = {}
    for records_of_one in members.values():
        claims = [key for record_id in records_of_one for key in anchors_of[record_id]]
        key = min(claims, key=age) if claims else _anew(known, min(records_of_one))
        if not claims:
            anchors[key] = Anchor(min(records_of_one), run)
        for record_id in records_of_one:
            before = known.records.get(record_id)
            held = Held(key, run if before is None else before.born)
            if held != before:
                records[record_id] = held
    for record_id, before in known.records.items():
        if before.is_live and record_id not in clusters:
            records[record_id] = Held(before.party_key, before.born, is_live=False)
    return Assigned(records, anchors, tuple(_events(known, records, anchors)))


def _founded(known: Known, clusters: Iterable[str], run: int) -> dict[str, Anchor]:
    """The keys of the records that nobody had seen."""
    return {
        key_founded_by(record_id): Anchor(record_id, run)
        for record_id in clusters
        if record_id not in known.records
    }


def _inherited(known: Known, clusters: Mapping[str, str]) -> dict[str, Anchor]:
    """Keys whose record is gone, anchored anew: by the oldest that bore the key with it."""
    heirs: dict[str, tuple[int, str]] = {}
    for record_id in clusters:
        held = known.records.get(record_id)
        if held is None or known.anchors[held.party_key].record_id in clusters:
            continue
        heir = (held.born, record_id)
        heirs[held.party_key] = min(heirs.get(held.party_key, heir), heir)
    return {
        key: Anchor(record_id, known.anchors[key].born) for key, (_, record_id) in heirs.items()
    }


def _anew(known: Known, record_id: str) -> str:
    """A further key of a record whose own was inherited while it was gone."""
    nth = 2
    while key_founded_by(record_id, nth) in known.anchors:
        nth += 1
    return key_founded_by(record_id, nth)


def _events(
    known: Known, changed: Mapping[str, Held], anchors: Mapping[str, Anchor]
) -> list[KeyEvent]:
    before = {held.party_key for held in known.records.values() if held.is_live}
    ever = {held.party_key for held in known.records.values()}
    now = Assigned(changed, {}, ()).added_to(known).records
    after = {held.party_key for held in now.values() if held.is_live}
    moved: set[tuple[str, str]] = set()
    for record_id, held in changed.items():
        old = known.records.get(record_id)
        if old is not None and old.is_live and held.is_live and old.party_key != held.party_key:
            moved.add((old.party_key, held.party_key))

    def now_under(key: str) -> str | None:
        held = now.get((anchors.get(key) or known.anchors[key]).record_id)
        return held.party_key if held is not None and held.is_live else None

    events = [
        KeyEvent("merged" if old not in after and now_under(old) == new else "split", old, new)
        for old, new in moved
    ]
    reached = {new for _, new in moved}
    for key in after - before - reached:
        events.append(KeyEvent("returned" if key in ever else "born", None, key))
    for key in before - after - {old for old, _ in moved}:
        events.append(KeyEvent("gone", key, None))
    return sorted(events, key=lambda e: (e.kind, e.from_key or "", e.to_key or ""))
