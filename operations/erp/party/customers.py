"""Register customers, look them up, and change what the books know of them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final, TypedDict, Unpack

from psycopg.rows import dict_row

from operations.database.connection import Connection, first, insert
from operations.erp.party.groups import require_above
from operations.erp.party.master_data import USUAL_CURRENCY, USUAL_TERMS_DAYS, Record, checked
from operations.erp.party.model import Customer
from operations.errors import InvalidValue, NotFound
from operations.money import require_cents
from operations.numbering import next_number
from operations.versions import require_version


class CustomerDetails(TypedDict, total=False):
    """What may be known of a customer, beside its name and country; None: not known."""

    city: str | None
    segment: str | None
    legal_id: str | None
    siren: str | None
    siret: str | None
    vat_number: str | None
    payment_terms_days: int
    payment_terms_id: int | None
    currency_code: str
    credit_limit: Decimal | None
    credit_currency_code: str | None
    parent_customer_id: int | None
    seller_id: int | None
    price_list_id: int | None


class CustomerChanges(CustomerDetails, total=False):
    """What may be changed of a customer; None takes the value away."""

    name: str
    country_code: str


NEW: Final[Record] = {
    **dict.fromkeys(CustomerDetails.__annotations__),
    "payment_terms_days": USUAL_TERMS_DAYS,
    "currency_code": USUAL_CURRENCY,
}
_COLUMNS: Final = (
    "name, country_code, city, segment, legal_id, siren, siret, vat_number, payment_terms_days,"
    " payment_terms_id, currency_code, credit_limit, credit_currency_code, parent_customer_id,"
    " seller_id, price_list_id"
)
_VALUES: Final = (
    "%(name)s, %(country_code)s, %(city)s, %(segment)s, %(legal_id)s, %(siren)s, %(siret)s,"
    " %(vat_number)s, %(payment_terms_days)s, %(payment_terms_id)s, %(currency_code)s,"
    " %(credit_limit)s, %(credit_currency_code)s, %(parent_customer_id)s, %(seller_id)s,"
    " %(price_list_id)s"
)
_CUSTOMER: Final = (
    "select customer_id, customer_number, customers.name, country_code, payment_terms_days,"
    " coalesce(is_end_of_month, false) as is_end_of_month, day_of_month, discount_days,"
    " discount_rate, currency_code, vat_number, seller_id, parent_customer_id, price_list_id,"
    " credit_limit, credit_currency_code, blocked_on, block_reason, customers.row_version"
    " from erp.customers left join erp.payment_terms using (payment_terms_id)"
    " where customer_id = %s"
)


def register_customer(
    connection: Connection,
    *,
    name: str,
    country_code: str,
    created_on: dt.date,
    **details: Unpack[CustomerDetails],
) -> int:
    """Enter a customer into the books; return its key.

    It pays after ``payment_terms_days`` (30 when nothing is said) or by ``payment_terms_id``. The
    ``legal_id`` of a French firm is its SIREN. A ``credit_limit`` is in ``credit_currency_code``,
    or else in the customer's currency. Raises InvalidValue, NotFound, WrongRegistration,
    AlreadyRegistered.
    """
    given: Record = {"name": name, "country_code": country_code, **details}
    record = _checked(connection, None, {**NEW, "name": name}, given)
    record["customer_number"] = next_number(connection, "customer")
    record["created_on"] = created_on
    return insert(
        connection,
        f"insert into erp.customers (customer_number, created_on, {_COLUMNS})"
        f" values (%(customer_number)s, %(created_on)s, {_VALUES}) returning customer_id",
        record,
    )


def change_customer(
    connection: Connection,
    *,
    customer_id: int,
    expected_version: int | None = None,
    **changes: Unpack[CustomerChanges],
) -> int:
    """Change what the books know of a customer; return its version after that.

    Only what is named changes; documents keep what they said. ``expected_version`` is the
    ``row_version`` that was read. Raises LostUpdate, AboveItself, and what ``register_customer``
    raises.
    """
    require_version(connection, table="erp.customers", key=customer_id, expected=expected_version)
    with connection.cursor(row_factory=dict_row) as cursor:
        query = f"select row_version, {_COLUMNS} from erp.customers where customer_id = %s"
        stands = cursor.execute(query, [customer_id]).fetchone()
    if stands is None:
        raise NotFound("customer", customer_id)
    record = _checked(connection, customer_id, stands, {**changes})
    if record == stands:
        return int(stands["row_version"])
    return insert(
        connection,
        f"update erp.customers set ({_COLUMNS}) = ({_VALUES}) where customer_id = %(customer_id)s"
        " returning row_version",
        {**record, "customer_id": customer_id},
    )


def customer(connection: Connection, customer_id: int) -> Customer:
    """A customer of the books. Raises NotFound."""
    found = first(connection, Customer, _CUSTOMER, [customer_id])
    if found is None:
        raise NotFound("customer", customer_id)
    return found


def customer_for_share(connection: Connection, customer_id: int) -> Customer:
    """A customer that nobody changes or blocks until the transaction ends. Raises NotFound."""
    found = first(connection, Customer, f"{_CUSTOMER} for share of customers", [customer_id])
    if found is None:
        raise NotFound("customer", customer_id)
    return found


def _checked(
    connection: Connection, customer_id: int | None, stands: Record, changes: Record
) -> Record:
    """The record as it would be written; the credit limit has a currency, the parent no circle."""
    record = checked(connection, kind="customer", key=customer_id, stands=stands, changes=changes)
    if record["credit_limit"] is None:
        record["credit_currency_code"] = None
    else:
        what = f"The credit limit of customer {record['name']}"
        require_cents(record["credit_limit"], what=what)
        if record["credit_limit"] < 0:
            raise InvalidValue(
                f"{what} is {record['credit_limit']}.",
                remedy="Give zero or more; without a limit give none.",
            )
        record["credit_currency_code"] = record["credit_currency_code"] or record["currency_code"]
    parent_id = record["parent_customer_id"]
    if parent_id is not None and parent_id != stands["parent_customer_id"]:
        require_above(connection, parent_id=parent_id, customer_id=customer_id)
    return record
