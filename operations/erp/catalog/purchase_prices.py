"""What suppliers call products and ask for them: by quantity, from a day on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from operations.database.connection import Connection, every, insert
from operations.erp.catalog.errors import NoPurchasePrice
from operations.erp.catalog.model import require_price
from operations.erp.catalog.price_lists import require_minimum
from operations.erp.catalog.products import products, require_unit
from operations.erp.catalog.units import conversion_factor
from operations.erp.party.suppliers import supplier
from operations.errors import InvalidValue
from operations.validity import require_span, succeed


@dataclass(frozen=True)
class PurchasePrice:
    """What a supplier asks for one ``unit_code`` of a product, from ``minimum_quantity`` of it."""

    supplier_product_id: int
    supplier_id: int
    product_id: int
    supplier_code: str | None
    unit_code: str
    minimum_quantity: Decimal
    unit_price: Decimal
    currency_code: str
    lead_time_days: int
    is_preferred: bool


def set_purchase_price(
    connection: Connection,
    *,
    supplier_id: int,
    product_id: int,
    unit_price: Decimal,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    minimum_quantity: Decimal = Decimal(0),
    lead_time_days: int = 0,
    supplier_code: str | None = None,
    unit_code: str | None = None,
    currency_code: str | None = None,
    is_preferred: bool = False,
) -> int:
    """Say what a supplier asks from a quantity and a day on; return the key.

    In the product's unit and the supplier's currency when no others are given. The price before
    it, from the same quantity, ends on the eve. Raises InvalidValue, NotFound, NoConversion,
    BeganAlready.
    """
    seller = supplier(connection, supplier_id)
    product = products(connection, [product_id])[product_id]
    what = f"The price of product {product.product_number} at supplier {seller.supplier_number}"
    require_price(unit_price, what=what)
    require_minimum(minimum_quantity, what=what)
    require_span(valid_from, valid_to, what=what)
    if lead_time_days < 0:
        raise InvalidValue(
            f"{what} comes with {lead_time_days} days to wait.", remedy="Give zero or more."
        )
    if unit_code is not None and unit_code != product.unit_code:
        require_unit(connection, unit_code)
        conversion_factor(
            connection, from_unit=unit_code, to_unit=product.unit_code, product_id=product_id
        )
    succeed(
        connection,
        table="erp.supplier_products",
        of={
            "product_id": product_id,
            "supplier_id": supplier_id,
            "minimum_quantity": minimum_quantity,
        },
        valid_from=valid_from,
        what=what,
    )
    return insert(
        connection,
        "insert into erp.supplier_products (supplier_id, product_id, supplier_code, unit_code,"
        " minimum_quantity, unit_price, currency_code, lead_time_days, is_preferred, valid_from,"
        " valid_to) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
        " returning supplier_product_id",
        [
            supplier_id,
            product_id,
            supplier_code,
            unit_code or product.unit_code,
            minimum_quantity,
            unit_price,
            currency_code or seller.currency_code,
            lead_time_days,
            is_preferred,
            valid_from,
            valid_to,
        ],
    )


def purchase_price(
    connection: Connection,
    *,
    supplier_id: int,
    product_id: int,
    quantity: Decimal,
    on: dt.date,
) -> PurchasePrice:
    """What a supplier asks on a day for so many, in its own unit. Raises NoPurchasePrice."""
    found = every(
        connection,
        PurchasePrice,
        f"{_OFFERS} and supplier_id = %(supplier)s order by minimum_quantity desc limit 1",
        {"product": product_id, "quantity": quantity, "day": on, "supplier": supplier_id},
    )
    if not found:
        product = products(connection, [product_id])[product_id]
        seller = supplier(connection, supplier_id)
        raise NoPurchasePrice(product.product_number, seller.supplier_number, quantity, on)
    return found[0]


def purchase_offers(
    connection: Connection, *, product_id: int, quantity: Decimal, on: dt.date
) -> list[PurchasePrice]:
    """What each supplier asks on a day for so many: preferred ones first, then the soonest.

    Their prices are in units and currencies of their own, so they are not ordered by them.
    """
    return every(
        connection,
        PurchasePrice,
        f"select * from ({_BEST_OF_EACH}) as offers"
        " order by is_preferred desc, lead_time_days, supplier_id",
        {"product": product_id, "quantity": quantity, "day": on},
    )


_COLUMNS: Final = (
    "supplier_product_id, supplier_id, product_id, supplier_code, unit_code, minimum_quantity,"
    " unit_price, currency_code, lead_time_days, is_preferred from erp.supplier_products"
    " where product_id = %(product)s and minimum_quantity <= %(quantity)s"
    " and valid_from <= %(day)s and (valid_to is null or valid_to >= %(day)s)"
)
_OFFERS: Final = f"select {_COLUMNS}"
_BEST_OF_EACH: Final = (
    f"select distinct on (supplier_id) {_COLUMNS} order by supplier_id, minimum_quantity desc"
)
