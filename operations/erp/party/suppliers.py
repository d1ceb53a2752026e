"""Whom the company buys from: register suppliers, look them up, change what is known of them."""

from __future__ import annotations

import datetime as dt
from typing import Final, TypedDict, Unpack

from psycopg.rows import dict_row

from operations.database.connection import Connection, first, insert
from operations.erp.party.master_data import USUAL_CURRENCY, USUAL_TERMS_DAYS, Record, checked
from operations.erp.party.model import Supplier
from operations.errors import NotFound
from operations.numbering import next_number
from operations.versions import require_version

__all__ = ["Supplier", "change_supplier", "register_supplier", "supplier"]


class SupplierDetails(TypedDict, total=False):
    """What may be known of a supplier, beside its name and country; None: not known."""

    city: str | None
    legal_id: str | None
    siren: str | None
    siret: str | None
    vat_number: str | None
    payment_terms_days: int
    payment_terms_id: int | None
    currency_code: str


class SupplierChanges(SupplierDetails, total=False):
    """What may be changed of a supplier; None takes the value away."""

    name: str
    country_code: str


NEW: Final[Record] = {
    **dict.fromkeys(SupplierDetails.__annotations__),
    "payment_terms_days": USUAL_TERMS_DAYS,
    "currency_code": USUAL_CURRENCY,
}
_COLUMNS: Final = (
    "name, country_code, city, legal_id, siren, siret, vat_number, payment_terms_days,"
    " payment_terms_id, currency_code"
)
_VALUES: Final = (
    "%(name)s, %(country_code)s, %(city)s, %(legal_id)s, %(siren)s, %(siret)s, %(vat_number)s,"
    " %(payment_terms_days)s, %(payment_terms_id)s, %(currency_code)s"
)


def register_supplier(
    connection: Connection,
    *,
    name: str,
    country_code: str,
    created_on: dt.date,
    **details: Unpack[SupplierDetails],
) -> int:
    """Enter a supplier into the books; return its key.

    It is paid after ``payment_terms_days`` (30 when nothing is said) or by ``payment_terms_id``.
    The ``legal_id`` of a French firm is its SIREN. Raises InvalidValue, NotFound,
    WrongRegistration, AlreadyRegistered.
    """
    given: Record = {"name": name, "country_code": country_code, **details}
    record = checked(
        connection, kind="supplier", key=None, stands={**NEW, "name": name}, changes=given
    )
    record["supplier_number"] = next_number(connection, "supplier")
    record["created_on"] = created_on
    return insert(
        connection,
        f"insert into erp.suppliers (supplier_number, created_on, {_COLUMNS})"
        f" values (%(supplier_number)s, %(created_on)s, {_VALUES}) returning supplier_id",
        record,
    )


def change_supplier(
    connection: Connection,
    *,
    supplier_id: int,
    expected_version: int | None = None,
    **changes: Unpack[SupplierChanges],
) -> int:
    """Change what the books know of a supplier; return its version after that.

    Only what is named changes; documents keep what they said. Raises LostUpdate, and what
    ``register_supplier`` raises.
    """
    require_version(connection, table="erp.suppliers", key=supplier_id, expected=expected_version)
    with connection.cursor(row_factory=dict_row) as cursor:
        query = f"select row_version, {_COLUMNS} from erp.suppliers where supplier_id = %s"
        stands = cursor.execute(query, [supplier_id]).fetchone()
    if stands is None:
        raise NotFound("supplier", supplier_id)
    record = checked(
        connection, kind="supplier", key=supplier_id, stands=stands, changes={**changes}
    )
    if record == stands:
        return int(stands["row_version"])
    return insert(
        connection,
        f"update erp.suppliers set ({_COLUMNS}) = ({_VALUES}) where supplier_id = %(supplier_id)s"
        " returning row_version",
        {**record, "supplier_id": supplier_id},
    )


def supplier(connection: Connection, supplier_id: int) -> Supplier:
    """A supplier of the books. Raises NotFound."""
    found = first(
        connection,
        Supplier,
        "select supplier_id, supplier_number, suppliers.name, country_code, payment_terms_days,"
        " coalesce(is_end_of_month, false) as is_end_of_month, day_of_month, discount_days,"
        " discount_rate, currency_code, vat_number, suppliers.row_version"
        " from erp.suppliers left join erp.payment_terms using (payment_terms_id)"
        " where supplier_id = %s",
        [supplier_id],
    )
    if found is None:
        raise NotFound("supplier", supplier_id)
    return found
