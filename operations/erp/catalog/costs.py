"""What a unit of a product costs, from a day on: one cost a day, and the past does not change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal

from operations.database.connection import Connection, first, insert
from operations.erp.catalog.model import Cost, NoCostInForce, require_after, require_price
from operations.erp.catalog.products import products


def set_cost(
    connection: Connection, *, product_id: int, unit_cost: Decimal, valid_from: dt.date
) -> int:
    """Say what a unit costs from a day on; the cost before it ends on the eve."""
    product = products(connection, [product_id])[product_id]
    require_price(unit_cost, what=f"The cost of product {product.product_number}")
    latest = first(
        connection,
        Cost,
        "select product_cost_id, valid_from, valid_to, unit_cost from erp.product_costs"
        " where product_id = %s order by valid_from desc limit 1 for update",
        [product_id],
    )
    require_after(latest, product=product.product_number, valid_from=valid_from)
    if latest is not None and latest.valid_to is None:
        connection.execute(
            "update erp.product_costs set valid_to = %s where product_cost_id = %s",
            [valid_from - dt.timedelta(days=1), latest.product_cost_id],
        )
    return insert(
        connection,
        "insert into erp.product_costs (product_id, valid_from, unit_cost) values (%s, %s, %s)"
        " returning product_cost_id",
        [product_id, valid_from, unit_cost],
    )


def cost_in_force(connection: Connection, product_id: int, day: dt.date) -> Decimal | None:
    """What a unit costs on a day, in the product's currency; None when nobody said."""
    return _costs_on(connection, [product_id], day).get(product_id)


def costs_in_force(
    connection: Connection, product_ids: Iterable[int], day: dt.date
) -> dict[int, Decimal]:
    """What a unit of each product costs on a day. Raises NoCostInForce, naming the product."""
    wanted = sorted(set(product_ids))
    costs = _costs_on(connection, wanted, day)
    for product_id in wanted:
        if product_id not in costs:
            known = products(connection, [product_id])[product_id]
            raise NoCostInForce(known.product_number, day)
    return costs


def _costs_on(
    connection: Connection, product_ids: Sequence[int], day: dt.date
) -> dict[int, Decimal]:
    rows = connection.execute(
        "select product_id, unit_cost from erp.product_costs where product_id = any(%s)"
        " and valid_from <= %s and (valid_to is null or valid_to >= %s)",
        [product_ids, day, day],
    ).fetchall()
    return dict(rows)
