"""Where a reading goes on, typed by its strategy; in the landing it is JSON.

``columns``: those that the source had, so that one that vanishes is not taken for one that never
was. ``paging``: where a reading stands that is not done; a finished one has none.
"""

from __future__ import annotations

from typing import Any, Literal, TypeVar

import msgspec

from connectors.core.contract import State

Phase = Literal["whole", "moved", "again"]


class Paging(msgspec.Struct, frozen=True, omit_defaults=True):
    """A reading under way. ``whole``: all rows; then ``moved``: those that changed meanwhile;
    ``again``: once more, with the list of keys, since the source was written while it was read.

    ``since``: rows stamped then or later are read; ``reached``: the latest stamp when that began.
    ``after``: the key of the last row of the last page; None before the first.
    ``is_whole``: the reading began without a place to go on from: its rows are all there is.
    """

    phase: Phase
    since: str = ""
    reached: str | None = None
    after: Any = None
    is_whole: bool = False


class Watermark(msgspec.Struct, frozen=True, tag="watermark", tag_field="strategy"):
    """Read up to ``watermark`` by the source's own stamps; keys were last listed at ``keys_at``."""

    watermark: str | None = None
    keys_at: float | None = None
    columns: tuple[str, ...] = ()
    paging: Paging | None = None


class Sequence(msgspec.Struct, frozen=True, tag="sequence", tag_field="strategy"):
    """Rows are only ever added, with rising keys: read up to ``last``."""

    last: Any = None
    keys_at: float | None = None
    columns: tuple[str, ...] = ()
    paging: Paging | None = None


class Snapshot(msgspec.Struct, frozen=True, tag="snapshot", tag_field="strategy"):
    """Read whole each time; the state only says when, and how far a cut reading had come."""

    watermark: str | None = None
    columns: tuple[str, ...] = ()
    paging: Paging | None = None


class DeltaLink(msgspec.Struct, frozen=True, tag="delta_link", tag_field="strategy"):
    """The source itself keeps what changed since ``link``; ``next``: the page to go on with."""

    link: str | None = None
    next: str | None = None
    is_whole: bool = False
    columns: tuple[str, ...] = ()


AnyState = Watermark | Sequence | Snapshot | DeltaLink
S = TypeVar("S", Watermark, Sequence, Snapshot, DeltaLink)


def parse(state: State | None, kind: type[S]) -> S | None:
    """The state as one of ``kind``; None when there is none, or another strategy left it."""
    if state is None:
        return None
    try:
        return msgspec.convert(dict(state), type=kind)
    except msgspec.ValidationError:
        return None


def dump(state: AnyState) -> dict[str, Any]:
    """The state as JSON values."""
    found: dict[str, Any] = msgspec.to_builtins(state)
    return found
