"""Price lists and discounts: what is written down. Which one a customer gets is ``pricing.py``."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from operations.database.connection import Connection, insert
from operations.erp.catalog.errors import CodeTaken
from operations.erp.catalog.families import family_line
from operations.erp.catalog.model import require_price
from operations.erp.catalog.products import products
from operations.erp.party.customers import customer
from operations.erp.party.model import require_name
from operations.errors import InvalidValue, NotFound
from operations.money import QUANTITY_DECIMALS, RATE_DECIMALS, require_exact
from operations.validity import require_span, succeed


def open_price_list(
    connection: Connection,
    *,
    price_list_code: str,
    name: str,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    currency_code: str = "EUR",
    is_general: bool = False,
    is_net: bool = False,
) -> int:
    """Enter a price list without prices; return its key.

    A general list holds for every customer, another for those who have it
    (``change_customer(price_list_id=…)``). Nothing comes off the prices of a net one.
    Raises CodeTaken, InvalidValue, NotFound.
    """
    require_name(price_list_code, of="price list's code")
    require_name(name, of="price list")
    require_span(valid_from, valid_to, what=f"Price list {price_list_code}")
    taken = "select from erp.price_lists where price_list_code = %s"
    if connection.execute(taken, [price_list_code]).fetchone() is not None:
        raise CodeTaken("price list", price_list_code)
    known = "select from erp.currencies where currency_code = %s"
    if connection.execute(known, [currency_code]).fetchone() is None:
        raise NotFound("currency", currency_code)
    return insert(
        connection,
        "insert into erp.price_lists (price_list_code, name, currency_code, valid_from, valid_to,"
        " is_general, is_net) values (%s, %s, %s, %s, %s, %s, %s) returning price_list_id",
        [price_list_code, name.strip(), currency_code, valid_from, valid_to, is_general, is_net],
    )


def set_price(
    connection: Connection,
    *,
    price_list_id: int,
    product_id: int,
    unit_price: Decimal,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    minimum_quantity: Decimal = Decimal(0),
) -> int:
    """Say what a unit costs on a list from a quantity and a day on; return the line's key.

    The price before it, from the same quantity, ends on the eve. Raises InvalidValue, NotFound,
    BeganAlready.
    """
    row = connection.execute(
        "select price_list_code from erp.price_lists where price_list_id = %s", [price_list_id]
    ).fetchone()
    if row is None:
        raise NotFound("price list", price_list_id)
    number = products(connection, [product_id])[product_id].product_number
    what = f"The price of product {number} on list {row[0]}"
    require_price(unit_price, what=what)
    require_minimum(minimum_quantity, what=what)
    require_span(valid_from, valid_to, what=what)
    succeed(
        connection,
        table="erp.price_list_lines",
        of={
            "product_id": product_id,
            "price_list_id": price_list_id,
            "minimum_quantity": minimum_quantity,
        },
        valid_from=valid_from,
        what=what,
    )
    return insert(
        connection,
        "insert into erp.price_list_lines (price_list_id, product_id, minimum_quantity,"
        " unit_price, valid_from, valid_to) values (%s, %s, %s, %s, %s, %s)"
        " returning price_list_line_id",
        [price_list_id, product_id, minimum_quantity, unit_price, valid_from, valid_to],
    )


def grant_discount(
    connection: Connection,
    *,
    discount_rate: Decimal,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    customer_id: int | None = None,
    family_id: int | None = None,
) -> int:
    """Take a share (0.05 is 5 %) off for a customer, or all, on a family, or all; return its key.

    The discount of the same customer on the same family before it ends on the eve, and does not
    come back. Raises InvalidValue, NotFound, BeganAlready.
    """
    require_exact(discount_rate, decimals=RATE_DECIMALS, what="The discount")
    if not 0 <= discount_rate <= 1:
        raise InvalidValue(
            f"The discount is {discount_rate}.", remedy="Give a rate between 0 and 1: 0.05 is 5 %."
        )
    who = "all customers"
    if customer_id is not None:
        who = f"customer {customer(connection, customer_id).customer_number}"
    goods = "all families"
    if family_id is not None:
        goods = f"family {family_line(connection, family_id)[0].family_code}"
    what = f"The discount of {who} on {goods}"
    require_span(valid_from, valid_to, what=what)
    succeed(
        connection,
        table="erp.discounts",
        of={"customer_id": customer_id, "family_id": family_id},
        valid_from=valid_from,
        what=what,
    )
    return insert(
        connection,
        "insert into erp.discounts (customer_id, family_id, discount_rate, valid_from, valid_to)"
        " values (%s, %s, %s, %s, %s) returning discount_id",
        [customer_id, family_id, discount_rate, valid_from, valid_to],
    )


def require_minimum(quantity: Decimal, *, what: str) -> None:
    """Refuse a quantity from which nothing can hold."""
    require_exact(quantity, decimals=QUANTITY_DECIMALS, what=what)
    if quantity < 0:
        raise InvalidValue(f"{what} would hold from {quantity}.", remedy="Give zero or more.")
