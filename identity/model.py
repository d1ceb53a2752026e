"""What identity speaks of: records, what a steward decided of two of them, and what came out.

What does not belong here: how two records are compared, and the keys that parties bear.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    import polars as pl

RecordId = str
RecordType = Literal["organisation", "person"]
Word = Literal["same", "different", "unsure"]

# Every column of a record but the first three may be null: unknown is no evidence, for or against.
RECORD_COLUMNS: Final = (
    "record_id",
    "source_name",
    "record_type",
    "party_name",
    "trading_name",
    "first_name",
    "last_name",
    "legal_id",  # SIREN, SIRET, or the number of a foreign register
    "vat_number",
    "street",
    "postal_code",
    "city",
    "country_code",
    "phone",
    "email",
    "website",
    "birth_on",  # a date; every other column is text, but the last two
    "party_number",
    "linked_to",  # record_id that the source or the synchronisation says is the same
    "employer_name",
    "created_on",
    "updated_at",
)


def record_id(source_name: str, party_id: str) -> RecordId:
    """One record of one system, named as every table of identity names it."""
    return f"{source_name}:{party_id}"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a steward said of two records: a row, never changed; the latest of a pair holds.

    ``unsure`` leaves the pair to the machine and in the queue.
    """

    left_id: RecordId
    right_id: RecordId
    verdict: Word
    author: str
    decided_at: datetime
    reason: str = ""
    decision_id: str = ""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From ``join`` on two records are one party; from ``queue`` on a steward is asked.

    Both are probabilities.
    """

    join: float
    queue: float


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Words of stewards that cannot all hold: ``left_id`` and ``right_id`` were told apart
    (``different_id``), and the chain of ``same_ids`` says that they are one.

    The records are kept apart: two parties wrongly apart are asked about again, two wrongly one
    have mixed their figures.
    """

    left_id: RecordId
    right_id: RecordId
    different_id: str
    same_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who is who.

    ``pairs``: ``left_id`` < ``right_id``, ``probability`` (0-1), ``weight`` (bits: log2 of the
    odds that the evidence gives), ``certain`` (a key or a steward said it, not the model),
    ``verdict`` (``joined``, ``queued``, ``apart``), ``evidence``: a list of ``field``, ``level``,
    ``words`` (a key of the catalogue) and ``weight`` (bits; null where certain).
    ``clusters``: ``record_id``, ``cluster_id`` (the smallest record_id of the party); one row a
    record.
    """

    pairs: pl.DataFrame
    clusters: pl.DataFrame
    contradictions: tuple[Contradiction, ...] = ()
