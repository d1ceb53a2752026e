"""A register: which table it shows, by which number, and which columns say most of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Lines:
    """What belongs to one document: a table, found by the document's key.

    ``columns`` are SQL over ``lines`` and what ``joins`` adds.
    """

    title: str
    table: str
    parent: str
    columns: tuple[str, ...]
    order_by: str
    joins: str = ""


@dataclass(frozen=True)
class Register:
    """One list of the books.

    ``columns`` are SQL over ``head`` (the table) and what ``joins`` adds; ``status`` is the column
    that ``--status`` looks at, ``dated`` the one that says when. ``number`` is the column by which
    a row is shown: of ``head``, or ``table.column`` of what is joined. ``kind`` is that of
    ``numbering.PREFIXES``; a list without one is not asked when a number alone is given.
    """

    name: str
    schema: str
    table: str
    key: str
    number: str
    columns: tuple[str, ...]
    joins: str = ""
    status: str | None = None
    dated: str | None = None
    lines: tuple[Lines, ...] = ()
    kind: str | None = None

    @property
    def called(self) -> str:
        """What one of its rows is called."""
        return self.kind.replace("_", " ") if self.kind else self.name


@dataclass(frozen=True)
class Sheet:
    """Rows with the names of their columns; amounts are Decimal, days are dates."""

    title: str
    heading: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
