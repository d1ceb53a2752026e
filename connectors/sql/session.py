"""What reading asks of an engine: columns, rows and totals, all of one snapshot.

How PostgreSQL, MySQL, SQLite and SQL Server do it is in a folder each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, Protocol

from connectors.core.contract import Event, State

if TYPE_CHECKING:
    import pyarrow as pa

    from connectors.core.manifest import Stream
    from connectors.sql.dialect import Dialect

Kind = Literal["text", "integer", "decimal", "date", "timestamp", "instant", "boolean"]
ROWS_A_BATCH = 100_000


@dataclass(frozen=True)
class Column:
    """A column of a source: how it leaves the engine, and what it becomes.

    ``native``: its type in the engine's words. ``lands``: in DuckDB's. ``kind``: what it means;
    a timestamp has no zone, an instant has. In the three expressions ``{c}`` stands for the column:
    what is selected; which values cannot become what it lands as (``misfit``); which become null
    though they are none (``emptied``), as MySQL's zero date. ``zone``: in which times without one
    are told; ``may_bear_zone``: they come in letters, and may say their own.
    """

    name: str
    native: str
    lands: str
    kind: Kind = "text"
    template: str = "{c}"
    misfit: str = ""
    emptied: str = ""
    zone: str | None = None
    may_bear_zone: bool = False

    def of(self, qualified: str) -> str:
        """What is selected of it."""
        return self.template.replace("{c}", qualified)

    def is_misfit(self, qualified: str) -> str:
        """The condition of a value that cannot land."""
        return self.misfit.replace("{c}", qualified)

    def is_emptied(self, qualified: str) -> str:
        """The condition of a value that lands as null."""
        return self.emptied.replace("{c}", qualified)

    def as_text(self, template: str) -> Column:
        """The same column as it stands, in letters."""
        return replace(self, lands="varchar", kind="text", template=template, misfit="", emptied="")


Shape = Mapping[str, Column]


class Session(Protocol):
    """A connection that only reads. What is asked from ``begin`` on is of one snapshot."""

    dialect: Dialect
    errors: tuple[type[Exception], ...]
    remarks: tuple[str, ...]
    """What a person should know of every stream that is read here."""

    def begin(self) -> None:
        """Open the snapshot; what stood open is given up."""

    def abandon(self) -> None:
        """Give up the snapshot; never raises."""

    def shape(self, stream: Stream) -> dict[str, Column]:
        """The columns of a table or query, in order."""

    def tables(self, query: str, columns: Sequence[Column]) -> Iterator[pa.Table]:
        """Rows as they land, a bounded number at a time; at least one table, if empty."""

    def one(self, query: str) -> tuple[str | None, ...]:
        """The only row of an answer, each value as text."""

    def few(self, query: str) -> list[tuple[str | None, ...]]:
        """The few rows of an answer, each value as text."""

    def by_horizon(self, stream: Stream, shape: Shape, state: State | None) -> Iterator[Event]:
        """Read by transactions. Raises SourceError where the engine does not tell them."""
