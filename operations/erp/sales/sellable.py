"""What must be so before something is offered or ordered: who buys, what, and who sells it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from operations.database.connection import Connection
from operations.erp.catalog.commands import products
from operations.erp.party.model import Customer
from operations.erp.sales.errors import NoLines, NotForSale
from operations.erp.sales.model import Line
from operations.errors import NotFound


def require_sellable(
    connection: Connection,
    document: str,
    buyer: Customer,
    lines: Sequence[Line],
    currency_code: str,
) -> None:
    """The products are in the books and for sale, in the currency of the list or of the buyer.

    Prices are those of the list, so in its currency; or agreed with the customer, in his own.
    Raises NoLines, NotFound, NotForSale.
    """
    if not lines:
        raise NoLines(document)
    for product in products(connection, [line.product_id for line in lines]).values():
        if not product.is_active:
            raise NotForSale(
                f"Product {product.product_number} is withdrawn.", remedy="Offer another product."
            )
        if currency_code not in {product.currency_code, buyer.currency_code}:
            raise NotForSale(
                f"Product {product.product_number} is priced in {product.currency_code}; "
                f"the {document} is in {currency_code}.",
                remedy=f"Make the {document} in {product.currency_code}, or in the customer's own "
                "currency.",
            )


def require_seller(connection: Connection, seller_id: int | None) -> None:
    """Who sells works, or worked, here. Raises NotFound."""
    if seller_id is None:
        return
    query = "select from erp.employees where employee_id = %s"
    if connection.execute(query, [seller_id]).fetchone() is None:
        raise NotFound("employee", seller_id)


def commission_of(connection: Connection, seller_id: int | None, on: dt.date) -> Decimal:
    """What share of the net amount a seller earns on a day, 0 to 1. Raises NotFound."""
    if seller_id is None:
        return Decimal(0)
    row = connection.execute(
        "select commission_rate from erp.employees left join erp.commission_rates as rates"
        "  on rates.employee_id = employees.employee_id and valid_from <= %(on)s"
        "  and (valid_to is null or valid_to >= %(on)s)"
        " where employees.employee_id = %(seller)s",
        {"seller": seller_id, "on": on},
    ).fetchone()
    if row is None:
        raise NotFound("employee", seller_id)
    return Decimal(row[0] or 0)
