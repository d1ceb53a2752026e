"""What must be so before something is offered or ordered: who buys, what, and who sells it."""

from __future__ import annotations

from collections.abc import Sequence

from operations.database.connection import Connection
from operations.erp.catalog.commands import products
from operations.erp.party.commands import customer
from operations.erp.sales.errors import NoLines, NotForSale
from operations.erp.sales.model import Line
from operations.errors import NotFound


def require_sellable(
    connection: Connection,
    document: str,
    customer_id: int,
    lines: Sequence[Line],
    currency_code: str,
) -> None:
    """The customer and the products are in the books and for sale, in a currency of either.

    Prices are those of the list, so in its currency; or agreed with the customer, in his own.
    Raises NoLines, NotFound, NotForSale.
    """
    if not lines:
        raise NoLines(document)
    customer(connection, customer_id)
    known = products(connection, [line.product_id for line in lines]).values()
    for product in known:
        if not product.is_active:
            raise NotForSale(
                f"Product {product.product_number} is withdrawn.", remedy="Offer another product."
            )
    foreign = [product for product in known if product.currency_code != currency_code]
    if foreign and _own_currency(connection, customer_id) != currency_code:
        raise NotForSale(
            f"Product {foreign[0].product_number} is priced in {foreign[0].currency_code}; "
            f"the {document} is in {currency_code}.",
            remedy=f"Make the {document} in {foreign[0].currency_code}, "
            "or in the customer's own currency.",
        )


def require_seller(connection: Connection, seller_id: int | None) -> None:
    """Who sells works, or worked, here. Raises NotFound."""
    if seller_id is None:
        return
    query = "select from erp.employees where employee_id = %s"
    if connection.execute(query, [seller_id]).fetchone() is None:
        raise NotFound("employee", seller_id)


def _own_currency(connection: Connection, customer_id: int) -> str | None:
    query = "select currency_code from erp.customers where customer_id = %s"
    row = connection.execute(query, [customer_id]).fetchone()
    return row[0] if row else None
