"""The public sets of records with known answers, as records of identity.

What does not belong here: a rule for matching; each loader only names the columns.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import polars as pl

from identity.model import RECORD_COLUMNS, record_id


@dataclass(frozen=True)
class LabelledSet:
    """Records, and for each the party that it truly is of."""

    name: str
    records: pl.DataFrame
    party_of: dict[str, str]

    def true_pairs(self) -> set[tuple[str, str]]:
        """Every two records of one party, the smaller id first."""
        parties: defaultdict[str, list[str]] = defaultdict(list)
        for record, party in self.party_of.items():
            parties[party].append(record)
        return {pair for records in parties.values() for pair in combinations(sorted(records), 2)}


def febrl3(folder: Path) -> LabelledSet:
    """5,000 made-up Australians, each written up to six times with errors."""
    with (folder / "febrl3.csv").open(encoding="utf-8") as file:
        rows = [{k.strip(): v.strip() for k, v in row.items()} for row in csv.DictReader(file)]
    records, party_of = [], {}
    for row in rows:
        key = record_id("febrl3", row["rec_id"])
        party_of[key] = row["rec_id"].split("-")[1]
        records.append(
            {
                "record_id": key,
                "source_name": "febrl3",
                "record_type": "person",
                "first_name": row["given_name"],
                "last_name": row["surname"],
                "street": " ".join((row["street_number"], row["address_1"], row["address_2"])),
                "city": row["suburb"],
                "postal_code": row["postcode"],
                "country_code": "AU",
                "legal_id": row["soc_sec_id"],
                "birth_on": _day(row["date_of_birth"], "%Y%m%d"),
            }
        )
    return LabelledSet("febrl3", frame(records), party_of)


def fake_1000(folder: Path) -> LabelledSet:
    """1,000 made-up Britons with typing errors and gaps."""
    records, party_of = [], {}
    with (folder / "fake_1000.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            key = record_id("fake", row["unique_id"])
            party_of[key] = row["cluster"]
            records.append(
                {
                    "record_id": key,
                    "source_name": "fake",
                    "record_type": "person",
                    "first_name": row["first_name"],
                    "last_name": row["surname"],
                    "birth_on": _day(row["dob"], "%Y-%m-%d"),
                    "city": row["city"],
                    "email": row["email"],
                    "country_code": "GB",
                }
            )
    return LabelledSet("fake_1000", frame(records), party_of)


def senzing(folder: Path) -> LabelledSet:
    """Customers, a register and a watch list: people and organisations."""
    party_of = {}
    with (folder / "senzing" / "actual_truthset_key.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            party_of[record_id(row["DATA_SOURCE"], row["RECORD_ID"])] = row["CLUSTER_ID"]
    records = []
    for name in ("customers", "reference", "watchlist"):
        text = (folder / "senzing" / f"{name}.jsonl").read_text(encoding="utf-8")
        records += [_of_senzing(json.loads(line)) for line in text.splitlines()]
    return LabelledSet("senzing", frame(records), party_of)


def frame(records: list[dict[str, Any]]) -> pl.DataFrame:
    """Records with every column that a record has, absent ones null."""
    return pl.DataFrame(
        records,
        schema={n: pl.Date() if n == "birth_on" else pl.String() for n in RECORD_COLUMNS},
    )


_COUNTRIES = {
    "SINGAPORE": "SG", "GERMANY": "DE", "CHINA": "CN", "HONG KONG": "HK", "CAMBODIA": "KH",
    "PAKISTAN": "PK", "RUS": "RU", "USA": "US", "CAN": "CA", "CANADA": "CA",
    "LICHTENSTEIN": "LI", "UNITED KINGDOM": "GB", "INDIA": "IN",
}  # fmt: skip
_STATES = {"OHIO": "OH", "TEXAS": "TX"}


def _country(text: str | None) -> str | None:
    return _COUNTRIES.get(text.upper(), text.upper()) if text else None


# Where a feature of that format stands in a record.
_PLAIN = {
    "NAME_FULL": "party_name",
    "NAME_LAST": "last_name",
    "ADDR_FULL": "street",
    "ADDR_LINE1": "street",
    "ADDR_CITY": "city",
    "ADDR_POSTAL_CODE": "postal_code",
    "PHONE_NUMBER": "phone",
    "EMAIL_ADDRESS": "email",
    "EMPLOYER": "employer_name",
}
_REGISTERS = {
    "PASSPORT": "COUNTRY",
    "DRIVERS_LICENSE": "STATE",
    "SSN": "COUNTRY",
    "NATIONAL_ID": "",
    "LEI": "COUNTRY",
}


def _of_senzing(row: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "record_id": record_id(row["DATA_SOURCE"], row["RECORD_ID"]),
        "source_name": row["DATA_SOURCE"],
    }
    numbers: list[str] = []
    for feature in row["FEATURES"]:
        found |= {_PLAIN[name]: text for name, text in feature.items() if name in _PLAIN}
        found |= _shaped(feature)
        numbers += _numbers(feature)
    found["legal_id"] = ";".join(numbers) or None
    found.setdefault("country_code", "US")
    return found


def _shaped(feature: dict[str, str]) -> dict[str, Any]:
    """What of a feature has to be put into shape."""
    found: dict[str, Any] = {}
    if kind := feature.get("RECORD_TYPE"):
        found["record_type"] = "person" if kind == "PERSON" else "organisation"
    if name := feature.get("NAME_ORG"):
        found["trading_name" if feature.get("NAME_TYPE") == "AKA" else "party_name"] = name
    given = (feature.get("NAME_FIRST"), feature.get("NAME_MIDDLE"))
    if any(given):
        found["first_name"] = " ".join(part for part in given if part)
    if day := feature.get("DATE_OF_BIRTH"):
        found["birth_on"] = _american_day(day)
    if country := feature.get("ADDR_COUNTRY"):
        found["country_code"] = _country(country)
    return found


def _numbers(feature: dict[str, str]) -> list[str]:
    found = []
    for register, area in _REGISTERS.items():
        if number := feature.get(f"{register}_NUMBER"):
            where = feature.get(f"{register}_{area}", "").upper()
            where = _STATES.get(where, where)
            found.append(f"{register}-{_COUNTRIES.get(where, where)}:{number}")
    if number := feature.get("TAX_ID_NUMBER"):
        found.append(f"{feature.get('TAX_ID_TYPE')}-{feature.get('TAX_ID_COUNTRY')}:{number}")
    return found


def _day(text: str, shape: str) -> dt.date | None:
    try:
        return dt.datetime.strptime(text, shape).date()  # noqa: DTZ007
    except ValueError:
        return None


def _american_day(text: str) -> dt.date | None:
    for shape in ("%m/%d/%Y", "%m/%d/%y", "%d/%m/%Y", "%b %d %Y", "%d-%b-%y", "%Y-%m-%d"):
        if day := _day(text, shape):
            return day if day.year <= 2026 else day.replace(year=day.year - 100)
    return None
