"""Whom the company buys from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from operations.database.connection import Connection, first, insert
from operations.erp.party.model import require_country, require_name
from operations.errors import NotFound
from operations.numbering import next_number


@dataclass(frozen=True)
class Supplier:
    """A supplier as documents need it; ``payment_terms_days`` counts from the invoice."""

    supplier_id: int
    supplier_number: str
    name: str
    country_code: str
    payment_terms_days: int


def register_supplier(
    connection: Connection,
    *,
    name: str,
    country_code: str,
    created_on: dt.date,
    city: str | None = None,
    legal_id: str | None = None,
    payment_terms_days: int = 30,
) -> int:
    """Enter a supplier into the books; return its key. Raises InvalidValue."""
    require_name(name, of="supplier")
    require_country(country_code, of=f"supplier {name}")
    return insert(
        connection,
        "insert into erp.suppliers (supplier_number, name, legal_id, country_code, city,"
        " payment_terms_days, created_on) values (%s, %s, %s, %s, %s, %s, %s)"
        " returning supplier_id",
        [
            next_number(connection, "supplier"),
            name.strip(),
            legal_id,
            country_code,
            city,
            payment_terms_days,
            created_on,
        ],
    )


def supplier(connection: Connection, supplier_id: int) -> Supplier:
    """A supplier of the books. Raises NotFound."""
    found = first(
        connection,
        Supplier,
        "select supplier_id, supplier_number, name, country_code, payment_terms_days"
        " from erp.suppliers where supplier_id = %s",
        [supplier_id],
    )
    if found is None:
        raise NotFound("supplier", supplier_id)
    return found
