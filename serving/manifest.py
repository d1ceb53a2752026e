"""What a publication says of itself: what was read, up to when, which checks it passed.

Types and JSON only; ``serving/publication.py`` writes it, pages and ``affluent status`` read it.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError, computed_field

from affluent.errors import ConfigError

MANIFEST_NAME = "manifest.json"
TieOut = Literal["green", "red", "unknown"]
Status = Literal["passed", "failed", "warned"]


class Record(BaseModel):
    """A part of the manifest: does not change; decimals are written as text, times in UTC."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class ControlTotal(Record):
    """One sum, as the source gave it and as it stands in the landing."""

    measure: str
    source_value: Decimal | None
    landed_value: Decimal | None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def gap(self) -> Decimal | None:
        """Landed less source; None where either side is unknown."""
        if self.source_value is None or self.landed_value is None:
            return None
        return self.landed_value - self.source_value


class StreamReading(Record):
    """How far one stream of one source was read."""

    source: str
    stream: str
    read_at: AwareDatetime | None = None
    watermark: str | None = None
    rows_landed: int = 0
    rows_total: int = 0
    control_totals: tuple[ControlTotal, ...] = ()
    status: Literal["admitted", "unchanged", "refused", "failed"] = "admitted"


class Law(Record):
    """A law of the house, and whether it held."""

    name: str
    status: Status


class Gap(Record):
    """A figure that does not tie to its source: where, and by how much (ours less theirs)."""

    source: str
    stream: str
    measure: str
    amount: Decimal


class Checks(Record):
    """What was checked before publishing."""

    arrival: Status = "passed"
    tests_passed: int = 0
    tests_failed: int = 0
    tests_warned: int = 0
    laws: tuple[Law, ...] = ()
    tie_out: TieOut = "unknown"
    gaps: tuple[Gap, ...] = ()


class Restatement(Record):
    """A document that moved a closed month: one measure of it, as published before and now.

    ``before`` is None for a document that was not there, ``after`` for one that is gone.
    """

    mart: str
    source: str
    company: str
    document: str
    month: dt.date
    measure: str
    before: Decimal | None
    after: Decimal | None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def change(self) -> Decimal:
        """By how much the month moved."""
        return (self.after or Decimal(0)) - (self.before or Decimal(0))


class Restatements(Record):
    """What moved the months that were closed when publication ``against`` was made.

    ``found``: how many there are; ``listed``: the greatest of them.
    """

    against: int
    closed_until: dt.date
    found: int = 0
    listed: tuple[Restatement, ...] = ()


class Mart(Record):
    """A published table: its rows, and the exact sum of each of its decimal columns."""

    name: str
    rows: int
    sums: dict[str, Decimal | None] = {}


class Manifest(Record):
    """The whole of ``manifest.json``. ``publish`` gives pub_id, published_at and marts.

    ``build``: a text that is the same for publications made of the same; empty where unknown.
    """

    company: str
    currency: str
    as_of: dt.date
    product_version: str
    pub_id: int = 0
    published_at: AwareDatetime | None = None
    build: str = ""
    streams: tuple[StreamReading, ...] = ()
    checks: Checks = Checks()
    restatements: Restatements | None = None
    marts: tuple[Mart, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """The names of the sources that were read, each once, in their order."""
        return tuple(dict.fromkeys(stream.source for stream in self.streams))

    @property
    def closed_until(self) -> dt.date:
        """The last day of the last month that was whole before the company's day."""
        return self.as_of.replace(day=1) - dt.timedelta(days=1)

    def rows_of(self, mart: str) -> int:
        """The rows of a published table; 0 when there is no such table."""
        return next((record.rows for record in self.marts if record.name == mart), 0)


def write_manifest(manifest: Manifest, folder: Path) -> None:
    """Write ``manifest.json`` into ``folder``."""
    text = manifest.model_dump_json(indent=2) + "\n"
    (folder / MANIFEST_NAME).write_text(text, encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of the publication in ``folder``; ConfigError when it is not readable."""
    path = folder / MANIFEST_NAME
    try:
        return Manifest.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, ValidationError) as error:
        raise ConfigError(
            f"The manifest of publication {folder.name} cannot be read ({path}).",
            remedy="Publish again: affluent refresh",
        ) from error
