"""What a source promises: a connector, and the events that its reading yields.

A connector reads and never writes; ``connectors/core/landing.py`` writes and never reads a source.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import pyarrow as pa

    from connectors.core.manifest import Stream

State = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows in the source's own column names; ``first_line`` is the file line of the first row.

    ``supersedes``: a page; its rows take the place of those of the same key that came before in
    this reading, and what a list of keys does not name is left out of it.
    ``lines``: the file line of every row, where rows do not stand on lines that follow each other.
    """

    table: pa.Table
    first_line: int | None = None
    supersedes: bool = False
    lines: Sequence[int] | None = None


@dataclass(frozen=True, slots=True)
class Deletes:
    """Rows that the source says are gone: a table of the key columns."""

    keys: pa.Table


@dataclass(frozen=True, slots=True)
class SnapshotComplete:
    """What is not named here does not exist at the source any more.

    ``keys``: a table of the key columns of every row that exists; None when the batches before
    this event were the whole stream.
    """

    keys: pa.Table | None = None


@dataclass(frozen=True, slots=True)
class PartsComplete:
    """What these parts of the stream, as files, had brought and did not send now is gone.

    A part that does not exist any more is named too: all that it had brought is gone.
    """

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where the next reading goes on: JSON values only; ``watermark``, if there, is for people."""

    state: State


@dataclass(frozen=True, slots=True)
class Resume:
    """Where this reading goes on if it is cut off here: what came before is kept from now on.

    Rows and place are committed together, or, without ``at_once``, with what comes next. The state
    is given to ``read`` like any other.
    """

    state: State
    at_once: bool = True


@dataclass(frozen=True, slots=True)
class Afresh:
    """What was kept of a reading that was cut off is of no use: this one begins anew."""


@dataclass(frozen=True, slots=True)
class ControlTotals:
    """What the source itself counted and summed over the whole stream, in the same read."""

    rows: int
    sums: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Objections:
    """Why what was sent breaks the rules of its own kind: it is refused whole, and kept whole."""

    reasons: tuple[str, ...]
    remedy: str


@dataclass(frozen=True, slots=True)
class Note:
    """What a person should know of what was sent; nothing depends on it."""

    text: str


Event = (
    Batch
    | Deletes
    | SnapshotComplete
    | PartsComplete
    | Checkpoint
    | Resume
    | Afresh
    | ControlTotals
    | Objections
    | Note
)


@dataclass(frozen=True, slots=True)
class StreamSchema:
    """What a source has under the name of a stream: its columns, as (name, type) in its words."""

    stream: str
    columns: tuple[tuple[str, str], ...]


class Reader(Protocol):
    """What streams are read with. The same state gives the same rows or newer ones."""

    source: str

    def read(self, stream: Stream, state: State | None) -> Iterator[Event]:
        """Yield what changed since ``state``; everything when it is None. Raises SourceError."""


class Connector(Reader, Protocol):
    """One source."""

    def check(self) -> None:
        """Raise ConfigError or SourceError, with the remedy, when the source cannot be read."""

    def discover(self) -> list[StreamSchema]:
        """What the source has for each declared stream."""

    def snapshot(self) -> AbstractContextManager[Reader]:
        """One moment of the source, where it knows such: all streams read there agree.

        A stream that fails ends that moment; those after it are read at another.
        Raises SourceError.
        """
