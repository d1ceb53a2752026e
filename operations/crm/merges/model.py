"""Which records can be merged, and what the kept one may take over from the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["account", "contact", "lead"]
Record = Mapping[str, object]


@dataclass(frozen=True)
class Entity:
    """A kind of record: its table, its key, what people call it by, and what fills a blank."""

    kind: Kind
    table: str
    key: str
    called: str
    fields: tuple[str, ...]


ENTITIES: Final[Mapping[Kind, Entity]] = {
    "account": Entity(
        "account",
        "crm.accounts",
        "account_id",
        "account_number",
        (
            "legal_id",
            "city",
            "industry",
            "owner_id",
            "owner_name",
            "web_domain",
            "phone",
            "customer_id",
        ),
    ),
    "contact": Entity(
        "contact",
        "crm.contacts",
        "contact_id",
        "contact_id",
        ("first_name", "email", "phone", "job_title"),
    ),
    "lead": Entity(
        "lead",
        "crm.leads",
        "lead_id",
        "lead_number",
        (
            "campaign_id",
            "first_name",
            "last_name",
            "job_title",
            "email",
            "phone",
            "city",
            "industry",
            "employee_count",
            "need",
            "owner_id",
            "owner_name",
        ),
    ),
}


def filled(entity: Entity, kept: Record, merged: Record) -> dict[str, object]:
    """What the kept record takes over: the fields that are blank there and not in the other one."""
    return {
        field: merged[field]
        for field in entity.fields
        if kept[field] is None and merged[field] is not None
    }


def called(entity: Entity, record: Record) -> str:
    """How people call a record: ``Account A00007``."""
    return f"{entity.kind.capitalize()} {record[entity.called]}"
