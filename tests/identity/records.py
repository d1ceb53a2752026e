"""Records for the tests: only what a test says of them."""

from __future__ import annotations

from typing import Any

import polars as pl

from identity.model import RECORD_COLUMNS, Resolution

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


def parties(found: Resolution) -> set[frozenset[str]]:
    """The records that came out as one, singles left out."""
    groups = found.clusters.group_by("cluster_id").agg("record_id")["record_id"].to_list()
    return {frozenset(some) for some in groups if len(some) > 1}


COMPANY = frame(
    firm("erp:1", "SARL DUPONT ET FILS", legal_id=SIREN, city="Lyon", street="3 rue du Port"),
    firm("crm:1", "Dupont & Fils", city="Lyon", website="dupont-fils.fr", phone="04 72 00 00 01"),
    firm("desk:1", "dupont-fils.fr", email="achats@dupont-fils.fr", phone="+33472000001"),
    firm("crm:2", "Martin", legal_id=SIREN, city="Lyon", street="3, r. du Port"),
    # A SIREN typed into the wrong firm.
    firm("crm:3", "Boulangerie Petit", legal_id=SIREN, city="Brest", street="1 quai Est"),
    # A merge in the CRM, and one of two accounts that are two firms.
    firm("crm:4", "Garage Moreau", city="Nantes"),
    firm("crm:5", "Atelier Moreau", city="Nice", linked_to="crm:4"),
    firm("crm:6", "Fournier SA", legal_id=OTHER_SIREN, city="Lille", phone="03 20 00 00 09"),
    firm("crm:7", "Fournier", city="Lille", phone="0320000009"),
    firm("crm:8", None),
    firm("crm:9", ""),
    # The same name in two towns, and nothing else.
    firm("crm:10", "Transports Leroy", city="Metz"),
    firm("crm:11", "Transports Leroy"),
    person("crm:p1", "Bob", "Miller", email="bob.miller@example.fr", phone="0612345678"),
    person("erp:p1", "Robert", "Miler", email="bob.miller@example.fr"),
    person("crm:p2", "Anne", "Miller", phone="0612345678"),
)
