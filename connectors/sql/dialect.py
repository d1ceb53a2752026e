"""The words in which engines differ. What they share is in ``queries.py``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from connectors.core.columns import literal, quoted
from connectors.core.manifest import Stream
from connectors.sql.cursor import Cursor
from connectors.sql.session import Column


class Dialect:
    """Standard SQL, as PostgreSQL and SQLite understand it."""

    zero: ClassVar[Mapping[str, str]] = {
        "integer": "0",
        "decimal": "0",
        "boolean": "false",
        "text": "''",
    }

    def quoted(self, name: str) -> str:
        """A name as an identifier."""
        return quoted(name)

    def literal(self, text: str) -> str:
        """A text as a literal."""
        return literal(text)

    def place(self, table: str) -> str:
        """A table with its schema."""
        return ".".join(self.quoted(part) for part in table.split("."))

    def base(self, stream: Stream) -> str:
        """What the stream is read from, as an item of FROM."""
        if stream.table is not None:
            return self.place(stream.table)
        return f"({(stream.query or '').strip().rstrip(';')})"

    def as_text(self, expression: str) -> str:
        """Any value in letters."""
        return f"cast({expression} as varchar)"

    def untouched(self) -> str:
        """How a column leaves the engine of which some value cannot land as its type."""
        return self.as_text("{c}")

    def column(self, name: str, *, of: str = "base") -> str:
        """A column of the alias ``of``."""
        return f"{of}.{self.quoted(name)}"

    def row(self, selected: Sequence[tuple[Column, str]]) -> str:
        """What is selected, each expression under the name of its column."""
        return ", ".join(
            f"{expression} as {self.quoted(column.name)}" for column, expression in selected
        )

    def first(self, query: str, rows: int) -> str:
        """Only so many rows of a query."""
        return f"{query} limit {rows}"

    def exact_sum(self, column: Column, where: str = "") -> str:
        """The exact sum of a column as text, over the rows that meet ``where``."""
        raise NotImplementedError

    def since(self, cursor: Cursor) -> str:
        """From which value of the cursor to read again, its look-back taken off."""
        return self.literal(cursor.since_text())

    def clock(self) -> str:
        """What the server's clock shows, in UTC, as text."""
        raise NotImplementedError

    def high(self, cursor: Cursor) -> str:
        """The highest value of the cursor, as text."""
        return self.as_text(f"max({self.column(cursor.column.name)})")

    def is_live(self, column: Column) -> str:
        """The condition of a row whose flag does not say that it is gone."""
        flag = self.column(column.name)
        if column.kind in self.zero:
            return f"({flag} is null or {flag} = {self.zero[column.kind]})"
        return f"{flag} is null"
