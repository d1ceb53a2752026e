"""Register customers."""

from __future__ import annotations

import datetime as dt

from operations.database.connection import Connection, first, insert
from operations.erp.party.model import Customer, require_country, require_name
from operations.errors import InvalidValue, NotFound
from operations.numbering import next_number

LONGEST_TERMS_DAYS = 365


def register_customer(
    connection: Connection,
    *,
    name: str,
    country_code: str,
    created_on: dt.date,
    city: str | None = None,
    segment: str | None = None,
    legal_id: str | None = None,
    payment_terms_days: int = 30,
) -> int:
    """Enter a customer into the books; return its key."""
    require_name(name, of="customer")
    require_country(country_code, of=f"customer {name}")
    if not 0 <= payment_terms_days <= LONGEST_TERMS_DAYS:
        raise InvalidValue(
            f"Customer {name} would pay after {payment_terms_days} days.",
            remedy=f"Give payment terms between 0 and {LONGEST_TERMS_DAYS} days.",
        )
    return insert(
        connection,
        "insert into erp.customers (customer_number, name, legal_id, country_code, city, segment,"
        " payment_terms_days, created_on) values (%s, %s, %s, %s, %s, %s, %s, %s)"
        " returning customer_id",
        [
            next_number(connection, "customer"),
            name.strip(),
            legal_id,
            country_code,
            city,
            segment,
            payment_terms_days,
            created_on,
        ],
    )


def customer(connection: Connection, customer_id: int) -> Customer:
    """A customer of the books. Raises NotFound."""
    found = first(
        connection,
        Customer,
        "select customer_id, customer_number, name, country_code, payment_terms_days"
        " from erp.customers where customer_id = %s",
        [customer_id],
    )
    if found is None:
        raise NotFound("customer", customer_id)
    return found
