"""Register products, look them up, and change what the catalogue says of them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final, TypedDict, Unpack

from psycopg.rows import dict_row

from operations.database.connection import Connection, every, insert
from operations.erp.catalog.model import Product, require_price
from operations.erp.party.model import require_name
from operations.errors import NotFound
from operations.numbering import next_number
from operations.versions import require_version

USUAL_UNIT: Final = "PCE"


class ProductChanges(TypedDict, total=False):
    """What may be changed of a product: not its unit and currency, in which it was counted."""

    name: str
    category: str
    subcategory: str | None
    list_price: Decimal
    family_id: int | None
    is_active: bool


def register_product(
    connection: Connection,
    *,
    name: str,
    category: str,
    list_price: Decimal,
    subcategory: str | None = None,
    currency_code: str = "EUR",
    unit_code: str = USUAL_UNIT,
    family_id: int | None = None,
) -> int:
    """Enter a product into the catalogue; ``list_price`` is a unit's, ex VAT. Return its key.

    Raises InvalidValue, NotFound.
    """
    require_name(name, of="product")
    require_price(list_price, what=f"The list price of {name}")
    if unit_code != USUAL_UNIT:
        require_unit(connection, unit_code)
    _require_family(connection, family_id)
    return insert(
        connection,
        "insert into erp.products (product_number, name, category, subcategory, list_price,"
        " currency_code, unit_code, family_id) values (%s, %s, %s, %s, %s, %s, %s, %s)"
        " returning product_id",
        [
            next_number(connection, "product"),
            name.strip(),
            category,
            subcategory,
            list_price,
            currency_code,
            unit_code,
            family_id,
        ],
    )


def change_product(
    connection: Connection,
    *,
    product_id: int,
    expected_version: int | None = None,
    **changes: Unpack[ProductChanges],
) -> int:
    """Change what the catalogue says of a product; return its version after that.

    ``is_active=False`` withdraws it from sale. Raises LostUpdate, InvalidValue, NotFound.
    """
    require_version(connection, table="erp.products", key=product_id, expected=expected_version)
    with connection.cursor(row_factory=dict_row) as cursor:
        stands = cursor.execute(
            "select row_version, name, category, subcategory, list_price, family_id, is_active"
            " from erp.products where product_id = %s",
            [product_id],
        ).fetchone()
    if stands is None:
        raise NotFound("product", product_id)
    record: dict[str, Any] = {**stands, **changes}
    require_name(record["name"], of="product")
    require_price(record["list_price"], what=f"The list price of {record['name']}")
    if record["family_id"] != stands["family_id"]:
        _require_family(connection, record["family_id"])
    if record == stands:
        return int(stands["row_version"])
    return insert(
        connection,
        "update erp.products set name = %(name)s, category = %(category)s,"
        " subcategory = %(subcategory)s, list_price = %(list_price)s, family_id = %(family_id)s,"
        " is_active = %(is_active)s where product_id = %(product_id)s returning row_version",
        {**record, "product_id": product_id},
    )


def products(connection: Connection, product_ids: Iterable[int]) -> dict[int, Product]:
    """Products by key, all of those asked for. Raises NotFound."""
    wanted = sorted(set(product_ids))
    found = every(
        connection,
        Product,
        "select product_id, product_number, name, currency_code, is_active, unit_code"
        " from erp.products where product_id = any(%s)",
        [wanted],
    )
    by_key = {product.product_id: product for product in found}
    for product_id in wanted:
        if product_id not in by_key:
            raise NotFound("product", product_id)
    return by_key


def require_unit(connection: Connection, unit_code: str) -> None:
    """Refuse a unit that is not in the books. Raises NotFound."""
    query = "select from erp.units where unit_code = %s"
    if connection.execute(query, [unit_code]).fetchone() is None:
        raise NotFound("unit", unit_code)


def _require_family(connection: Connection, family_id: int | None) -> None:
    query = "select from erp.item_families where family_id = %s"
    if family_id is not None and connection.execute(query, [family_id]).fetchone() is None:
        raise NotFound("family", family_id)
