"""Records for the tests: only what a test says of them."""

from __future__ import annotations

from typing import Any

import polars as pl

from identity.model import RECORD_COLUMNS

SIREN = "732829320"
OTHER_SIREN = "552100554"


def firm(record_id: str, name: str | None, **known: Any) -> dict[str, Any]:
    """An organisation in France."""
    return {
        "record_id": record_id,
        "source_name": record_id.partition(":")[0],
        "record_type": "organisation",
        "party_name": name,
        "country_code": "FR",
        **known,
    }


def person(record_id: str, first: str | None, last: str | None, **known: Any) -> dict[str, Any]:
    """A person in France."""
    return {
        "record_id": record_id,
        "source_name": record_id.partition(":")[0],
        "record_type": "person",
        "first_name": first,
        "last_name": last,
        "country_code": "FR",
        **known,
    }


def frame(*records: dict[str, Any]) -> pl.DataFrame:
    """The records, all that they do not say null."""
    types = {name: pl.Date() if name == "birth_on" else pl.String() for name in RECORD_COLUMNS}
    return pl.DataFrame(list(records), schema=types)
