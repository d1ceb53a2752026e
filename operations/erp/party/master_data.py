"""What the books know of customers and suppliers alike, checked before it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from psycopg import sql

from operations.database.connection import Connection
from operations.erp.party.errors import AlreadyRegistered
from operations.erp.party.model import require_country, require_name
from operations.erp.party.payment_terms import payment_terms
from operations.erp.party.registrations import FRANCE, registration
from operations.erp.party.terms import require_terms_days
from operations.errors import NotFound

Record = dict[str, Any]

USUAL_CURRENCY: Final = "EUR"
USUAL_TERMS_DAYS: Final = 30
# Columns whose value is the key of another record, with that table and its key.
REFERENCES: Final = {
    "currency_code": ("erp.currencies", "currency_code", "currency"),
    "credit_currency_code": ("erp.currencies", "currency_code", "currency"),
    "seller_id": ("erp.employees", "employee_id", "employee"),
    "price_list_id": ("erp.price_lists", "price_list_id", "price list"),
}


def checked(
    connection: Connection,
    *,
    kind: str,
    key: int | None,
    stands: Mapping[str, Any],
    changes: Mapping[str, Any],
) -> Record:
    """The whole record of a party after ``changes`` to what ``stands``; ``key`` is None when new.

    ``kind`` is customer or supplier. Raises InvalidValue, NotFound, WrongRegistration,
    AlreadyRegistered.
    """
    wanted = {**stands, **changes}
    of = f"{kind} {wanted['name']}"
    require_name(wanted["name"], of=kind)
    require_country(wanted["country_code"], of=of)
    wanted["name"] = wanted["name"].strip()
    _register(connection, wanted, changes, kind=kind, key=key, of=of)
    _agree_terms(connection, wanted, changes, of=of)
    for column, (table, its_key, thing) in REFERENCES.items():
        value = changes.get(column)
        if value is not None and value != stands.get(column):
            _require_record(connection, table, its_key, value, thing)
    return wanted


def _register(
    connection: Connection,
    wanted: Record,
    changes: Mapping[str, Any],
    *,
    kind: str,
    key: int | None,
    of: str,
) -> None:
    """Check the numbers; in France a new legal id is a new SIREN, and the other way round."""
    siren, legal_id = wanted["siren"], wanted["legal_id"]
    if wanted["country_code"] == FRANCE:
        siren = siren if "legal_id" not in changes else changes.get("siren")
        legal_id = legal_id if "siren" not in changes else changes.get("legal_id")
    numbers = registration(
        of=of,
        country_code=wanted["country_code"],
        legal_id=legal_id,
        siren=siren,
        siret=wanted["siret"],
        vat_number=wanted["vat_number"],
    )
    if numbers.siret is not None and changes.get("siret") is not None:
        row = connection.execute(
            sql.SQL("select {}, {} from {} where siret = %s").format(
                sql.Identifier(f"{kind}_id"),
                sql.Identifier(f"{kind}_number"),
                sql.Identifier("erp", f"{kind}s"),
            ),
            [numbers.siret],
        ).fetchone()
        if row is not None and row[0] != key:
            raise AlreadyRegistered(numbers.siret, row[1])
    wanted |= {
        "legal_id": numbers.legal_id,
        "siren": numbers.siren,
        "siret": numbers.siret,
        "vat_number": numbers.vat_number,
    }


def _agree_terms(
    connection: Connection, wanted: Record, changes: Mapping[str, Any], *, of: str
) -> None:
    """Terms bring their days; days alone end the terms that were agreed before."""
    if changes.get("payment_terms_id") is not None:
        agreed = payment_terms(connection, changes["payment_terms_id"])
        wanted["payment_terms_days"] = agreed.net_days
    elif "payment_terms_days" in changes:
        wanted["payment_terms_id"] = None
        require_terms_days(changes["payment_terms_days"], of=f"The payment terms of {of}")


def _require_record(
    connection: Connection, table: str, key: str, value: object, thing: str
) -> None:
    query = sql.SQL("select from {} where {} = %s").format(
        sql.Identifier(*table.split(".")), sql.Identifier(key)
    )
    if connection.execute(query, [value]).fetchone() is None:
        raise NotFound(thing, value)
