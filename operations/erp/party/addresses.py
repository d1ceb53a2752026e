"""Addresses of customers and suppliers: where the seat is, where bills go, where goods go."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from operations.database.connection import Connection, every, first, insert
from operations.erp.party.customers import customer
from operations.erp.party.model import require_country, require_name
from operations.erp.party.suppliers import supplier
from operations.errors import InvalidValue, NotFound
from operations.validity import require_span, succeed

Kind = Literal["bill_to", "ship_to", "registered"]


@dataclass(frozen=True)
class Address:
    """Where something of a party is; ``valid_to`` is the last day, None while it holds."""

    address_id: int
    kind: Kind
    line_1: str
    line_2: str | None
    postal_code: str
    city: str
    country_code: str
    valid_from: dt.date
    valid_to: dt.date | None


def add_address(
    connection: Connection,
    *,
    kind: Kind,
    line_1: str,
    postal_code: str,
    city: str,
    country_code: str,
    valid_from: dt.date,
    line_2: str | None = None,
    customer_id: int | None = None,
    supplier_id: int | None = None,
) -> int:
    """Enter an address of a customer or a supplier; return its key.

    A new seat, or a new place to bill, ends the one before on the eve; places to deliver to stand
    beside each other. Raises InvalidValue, BeganAlready, NotFound.
    """
    owner = _owner(connection, customer_id, supplier_id)
    (party,) = owner
    what = f"The {kind} address of {party.removesuffix('_id')} {owner[party]}"
    require_country(country_code, of=what)
    require_name(line_1, of="address")
    require_name(city, of="address's city")
    if country_code == "FR" and not re.fullmatch(r"\d{5}", postal_code):
        raise InvalidValue(
            f"{what} has the postal code {postal_code!r}.", remedy="Give five digits, as 69003."
        )
    if not postal_code.strip():
        raise InvalidValue(f"{what} has no postal code.", remedy="Give the one of the place.")
    if kind != "ship_to":
        succeed(
            connection,
            table="erp.addresses",
            of={**owner, "kind": kind},
            valid_from=valid_from,
            what=what,
        )
    return insert(
        connection,
        "insert into erp.addresses (customer_id, supplier_id, kind, line_1, line_2, postal_code,"
        " city, country_code, valid_from) values (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
        " returning address_id",
        [
            customer_id,
            supplier_id,
            kind,
            line_1.strip(),
            line_2,
            postal_code,
            city.strip(),
            country_code,
            valid_from,
        ],
    )


def end_address(connection: Connection, *, address_id: int, last_day: dt.date) -> None:
    """Say until when an address holds. Raises NotFound, InvalidValue."""
    found = first(
        connection,
        Address,
        f"select {_COLUMNS} from erp.addresses where address_id = %s for update",
        [address_id],
    )
    if found is None:
        raise NotFound("address", address_id)
    require_span(found.valid_from, last_day, what=f"Address {address_id}")
    connection.execute(
        "update erp.addresses set valid_to = %s where address_id = %s", [last_day, address_id]
    )


def addresses_on(
    connection: Connection,
    *,
    on: dt.date,
    customer_id: int | None = None,
    supplier_id: int | None = None,
) -> list[Address]:
    """The addresses of a party that hold on a day, by kind and then by age."""
    return every(
        connection,
        Address,
        f"select {_COLUMNS} from erp.addresses"
        " where (customer_id = %(customer)s or supplier_id = %(supplier)s)"
        " and valid_from <= %(day)s and (valid_to is null or valid_to >= %(day)s)"
        " order by kind, valid_from, address_id",
        {"customer": customer_id, "supplier": supplier_id, "day": on},
    )


def address_on(
    connection: Connection,
    *,
    kind: Kind,
    on: dt.date,
    customer_id: int | None = None,
    supplier_id: int | None = None,
) -> Address | None:
    """Where to bill or to deliver on a day: the oldest of its kind, or else the seat."""
    known = addresses_on(connection, on=on, customer_id=customer_id, supplier_id=supplier_id)
    for wanted in (kind, "registered"):
        for address in known:
            if address.kind == wanted:
                return address
    return None


_COLUMNS = "address_id, kind, line_1, line_2, postal_code, city, country_code, valid_from, valid_to"


def _owner(
    connection: Connection, customer_id: int | None, supplier_id: int | None
) -> dict[str, int]:
    """The one party whose address it is, as a column and its value."""
    if customer_id is not None and supplier_id is None:
        customer(connection, customer_id)
        return {"customer_id": customer_id}
    if supplier_id is not None and customer_id is None:
        supplier(connection, supplier_id)
        return {"supplier_id": supplier_id}
    raise InvalidValue(
        "An address is a customer's or a supplier's.", remedy="Name one of them, and only one."
    )
