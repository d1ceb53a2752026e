"""Reorder rules: how much of a product should lie in a place, and how it comes there."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

from operations.database.connection import Connection, insert
from operations.erp.catalog.commands import products
from operations.erp.stock.errors import NotInStock
from operations.erp.stock.locations import locations
from operations.erp.stock.products import services
from operations.errors import InvalidValue
from operations.money import QUANTITY_DECIMALS, require_exact
from operations.versions import require_version

Source = Literal["make", "buy"]


@dataclass(frozen=True)
class Rule:
    """Below ``minimum`` it is replenished, up to ``maximum`` and in multiples.

    Without a maximum it is as much as is needed; without days or source they follow from the
    routing, the bill of materials and the preferred supplier.
    """

    product_id: int
    location_id: int
    minimum: Decimal = Decimal(0)
    maximum: Decimal | None = None
    multiple: Decimal = Decimal(1)
    lead_time_days: int | None = None
    source: str | None = None


def set_reorder_rule(
    connection: Connection,
    *,
    product_id: int,
    location_id: int,
    minimum: Decimal = Decimal(0),
    maximum: Decimal | None = None,
    multiple: Decimal = Decimal(1),
    lead_time_days: int | None = None,
    source: Source | None = None,
    expected_version: int | None = None,
) -> int:
    """Say how a product is replenished in a place, instead of before; return the rule's key.

    Raises InvalidValue, NotInStock, LostUpdate, NotFound.
    """
    number = products(connection, [product_id])[product_id].product_number
    what = f"The reorder rule of product {number}"
    for quantity in (minimum, maximum, multiple):
        if quantity is not None:
            require_exact(quantity, decimals=QUANTITY_DECIMALS, what=what)
    if minimum < 0 or multiple <= 0 or (maximum is not None and maximum < minimum):
        raise InvalidValue(
            f"{what} asks for {minimum} to {maximum} in multiples of {multiple}.",
            remedy="Give a minimum of zero or more, no smaller maximum, and a multiple above zero.",
        )
    if source is not None and source not in get_args(Source):
        raise InvalidValue(f"{what} has the source {source!r}.", remedy="Give make or buy.")
    if lead_time_days is not None and not 0 <= lead_time_days <= 730:
        raise InvalidValue(
            f"{what} has a lead time of {lead_time_days} days.", remedy="Give 0 to 730 days."
        )
    if services(connection, [product_id]):
        raise NotInStock(number)
    place = locations(connection, [location_id])[location_id]
    if place.kind != "internal":
        raise InvalidValue(
            f"{what} is for {place.location_code}.", remedy="Name a place of the company's own."
        )
    known = connection.execute(
        "select reorder_rule_id from erp.reorder_rules where product_id = %s and location_id = %s",
        [product_id, location_id],
    ).fetchone()
    if known is not None:
        require_version(
            connection, table="erp.reorder_rules", key=known[0], expected=expected_version
        )
    return insert(
        connection,
        "insert into erp.reorder_rules (product_id, location_id, minimum_quantity,"
        " maximum_quantity, multiple_quantity, lead_time_days, source)"
        " values (%s, %s, %s, %s, %s, %s, %s)"
        " on conflict (product_id, location_id) do update"
        "  set minimum_quantity = excluded.minimum_quantity,"
        "   maximum_quantity = excluded.maximum_quantity,"
        "   multiple_quantity = excluded.multiple_quantity,"
        "   lead_time_days = excluded.lead_time_days, source = excluded.source"
        " returning reorder_rule_id",
        [product_id, location_id, minimum, maximum, multiple, lead_time_days, source],
    )
