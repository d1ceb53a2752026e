"""What a supplier asks, as a line of an order: in the unit in which the product is kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from operations.database.connection import Connection
from operations.erp.catalog.purchase_prices import purchase_price
from operations.erp.catalog.units import conversion_factor
from operations.erp.purchasing.model import OrderLine
from operations.errors import NotFound
from operations.money import PRICE_DECIMALS

UNIT_PRICE = Decimal(1).scaleb(-PRICE_DECIMALS)


@dataclass(frozen=True)
class Offer:
    """A line at the supplier's price, promised after its lead time, and the price's currency."""

    line: OrderLine
    currency_code: str


def offered(
    connection: Connection,
    *,
    supplier_id: int,
    product_id: int,
    quantity: Decimal,
    on: dt.date,
) -> Offer:
    """The line to order ``quantity`` of a product (in its own unit) with, by ``supplier_products``.

    A price for a box is divided by what it holds, to four decimals; a supplier sells a product in
    one unit. Raises NoPurchasePrice,
    NoConversion, NotFound.
    """
    row = connection.execute(
        "select products.unit_code, (select asked.unit_code from erp.supplier_products as asked"
        "  where asked.product_id = products.product_id and asked.supplier_id = %(supplier)s"
        "   and valid_from <= %(day)s and (valid_to is null or valid_to >= %(day)s)"
        "  order by minimum_quantity limit 1)"
        " from erp.products where product_id = %(product)s",
        {"supplier": supplier_id, "product": product_id, "day": on},
    ).fetchone()
    if row is None:
        raise NotFound("product", product_id)
    own_unit, sold_in = row
    # What one of theirs is in ours; without a price of theirs the look-up below refuses.
    factor = conversion_factor(
        connection, from_unit=sold_in or own_unit, to_unit=own_unit, product_id=product_id
    )
    asked = purchase_price(
        connection,
        supplier_id=supplier_id,
        product_id=product_id,
        quantity=quantity * factor.denominator / factor.numerator,
        on=on,
    )
    price = asked.unit_price * factor.denominator / factor.numerator
    return Offer(
        OrderLine(
            product_id,
            quantity,
            price.quantize(UNIT_PRICE, ROUND_HALF_UP),
            on + dt.timedelta(days=asked.lead_time_days),
        ),
        asked.currency_code,
    )
