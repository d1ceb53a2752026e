"""What every command of the store does around its one call: numbers in, numbers and entries out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import typer

from affluent.desk.printing import Format, print_sheet
from affluent.desk.store import writing
from affluent.errors import ConfigError

if TYPE_CHECKING:
    from affluent.desk.options import Goods
    from affluent.settings import Company
    from operations.database.connection import Connection

# The closing of a year has hundreds of lines: ``affluent erp show`` prints them.
ENTRY_LINES = 40


@dataclass
class Deed:
    """A command under way: its connection, its day and moment, and what it says at its end.

    ``settings`` are those of the company as the workspace tells them.
    """

    connection: Connection
    settings: Company
    on: dt.date
    at: dt.datetime
    dry_run: bool
    sentences: list[str] = field(default_factory=list)

    def key(self, kind: str, number: str) -> int:
        """The key of the ``kind`` with a number."""
        from operations.registers.numbers import key_of

        return key_of(self.connection, kind, number)

    def key_or_none(self, kind: str, number: str | None) -> int | None:
        """``key`` of an option that may be left out."""
        return None if number is None else self.key(kind, number)

    def number(self, kind: str, key: int) -> str:
        """The number of the ``kind`` with a key."""
        from operations.registers.numbers import number_of

        return number_of(self.connection, kind, key)

    def products(self, wanted: Iterable[Goods]) -> dict[int, Decimal]:
        """How much of which products, by their keys; who is named twice counts twice."""
        found: dict[int, Decimal] = {}
        for each in wanted:
            key = self.key("product", each.product_number)
            found[key] = found.get(key, Decimal(0)) + each.quantity
        return found

    def lines(self, kind: str, key: int, by_line: Mapping[int, Decimal]) -> dict[int, Decimal]:
        """What is said of the lines of a document, by their keys."""
        from operations.registers.numbers import line_keys

        return line_keys(self.connection, kind, key, by_line)

    def company(self, code: str | None) -> int:
        """The key of the company with a code; the first one's without."""
        return company_key(self.connection, code)

    def say(self, does: str, done: str, what: str) -> None:
        """Say what was done, or would be: ``say("deliver", "Delivered", "SO00007")``."""
        self.sentences.append(f"Would {does} {what}." if self.dry_run else f"{done} {what}.")


def company_key(connection: Connection, code: str | None) -> int:
    """The key of the company with a code; the first one's without. Raises NotFound."""
    if code is None:
        return 1
    from operations.erp.party.companies import company_by_code

    return company_by_code(connection, code).company_id


@contextmanager
def doing(workspace: Path, *, date: str | None = None, dry_run: bool) -> Iterator[Deed]:
    """The store for one command; printed once it is committed: its sentences, then its entries.

    ``date`` is a day or a moment in the company's zone; without it, the company's today and now.
    """
    from affluent.settings import load_workspace
    from operations.registers.reading import entries_written

    company = load_workspace(workspace).config.company
    on, at = _when(date, today=company.today(), zone=ZoneInfo(company.zone))
    with writing(workspace, dry_run=dry_run) as connection:
        deed = Deed(connection, company, on, at, dry_run)
        yield deed
        entries = entries_written(connection)
    for sentence in deed.sentences:
        typer.echo(sentence)
    if len(entries.rows) > ENTRY_LINES:
        typer.echo(f"{len(entries.rows)} lines were posted.")
    elif entries.rows:
        print_sheet(entries, Format.table)


def _when(date: str | None, *, today: dt.date, zone: ZoneInfo) -> tuple[dt.date, dt.datetime]:
    """The day and the moment that ``--date`` means; of a day alone, noon."""
    now = dt.datetime.now(zone)
    if date is None:
        at = now if now.date() == today else dt.datetime.combine(today, dt.time(12), zone)
        return today, at
    try:
        said = dt.datetime.fromisoformat(date)
    except ValueError:
        raise ConfigError(
            f"--date {date} is not a date.",
            remedy="Write it like --date 2024-12-31, or 2024-12-31T09:30.",
        ) from None
    if len(date) > len("2024-12-31"):
        at = said.astimezone(zone) if said.tzinfo else said.replace(tzinfo=zone)
        return at.date(), at
    if said.date() == now.date():
        return now.date(), now
    return said.date(), dt.datetime.combine(said.date(), dt.time(12), zone)
