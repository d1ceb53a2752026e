"""What a driver answers about one stream, one page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in the order of the key. ``newest``: the latest stamp among them, in the source's words.

    ``after``: where the next page begins; None when this one was the last.
    """

    table: pa.Table
    after: Any | None
    newest: str | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """Rows and sums as the source has them now, of one question."""

    rows: int
    sums: Mapping[str, Decimal] = field(default_factory=dict)


class Pages(Protocol):
    """One stream of a source. Every method asks the source once, and may be asked again."""

    @property
    def columns(self) -> Sequence[str]:
        """The columns that the source has now."""

    def page(self, *, since: str | None, after: Any | None) -> Page:
        """Rows by rising key behind ``after``; with ``since``, those stamped then or later."""

    def keys(self) -> pa.Table:
        """The key of every row that exists."""

    def archived(self) -> pa.Table:
        """The key of every row that was put away, where the source lists those apart."""

    def totals(self) -> Totals:
        """What the source counts and sums over the whole stream."""

    def newest(self) -> str | None:
        """The latest stamp of the whole stream; None when it has no row."""

    def now(self) -> str:
        """The source's clock, in the words of its stamps."""

    def back(self, stamp: str, minutes: int) -> str:
        """The stamp that lies so many minutes before."""


class LinkExpired(Exception):
    """The source does not keep what changed since that link any more."""


@dataclass(frozen=True, slots=True)
class DeltaPage:
    """Rows, and the keys of rows that are gone. ``next``: the page to go on with; or, of the last
    page, ``link``: what the next reading asks for."""

    table: pa.Table
    gone: pa.Table | None = None
    next: str | None = None
    link: str | None = None


class DeltaPages(Protocol):
    """One stream of a source that keeps what changed."""

    @property
    def columns(self) -> Sequence[str]:
        """The columns that the source has now."""

    def follow(self, link: str | None) -> DeltaPage:
        """The page behind a link; the first of all rows without one. Raises LinkExpired."""

    def totals(self) -> Totals | None:
        """What the source counts and sums over the whole stream; None where it does not."""
