"""The own stock of products, taken for one writer; what lies where; what may still be promised."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from operations.database.connection import Connection, every
from operations.erp.stock.model import Held
from operations.errors import NotFound


def hold(
    connection: Connection, *, company_id: int, product_ids: Iterable[int], on: dt.date
) -> dict[int, Held]:
    """The own stock by product, kept from others until the transaction ends. Raises NotFound."""
    wanted = sorted(set(product_ids))
    found = every(
        connection,
        Held,
        "select held.product_id, products.product_number, products.kind, products.valuation,"
        " products.is_lot_tracked, held.quantity, held.value_amount as value, held.average_cost,"
        " costs.unit_cost as standard_cost, products.currency_code,"
        " products.currency_code = companies.currency_code as is_home_currency"
        " from erp.hold_stock(%(company)s, %(products)s) as held"
        " join erp.products using (product_id)"
        " join erp.companies on companies.company_id = %(company)s"
        " left join erp.product_costs as costs on costs.product_id = held.product_id"
        "  and costs.valid_from <= %(on)s and (costs.valid_to is null or costs.valid_to >= %(on)s)",
        {"company": company_id, "products": wanted, "on": on},
    )
    by_key = {held.product_id: held for held in found}
    for product_id in wanted:
        if product_id not in by_key:
            raise NotFound("product", product_id)
    return by_key


def free_in(
    connection: Connection,
    *,
    company_id: int,
    location_id: int,
    product_ids: Iterable[int],
    on: dt.date,
) -> dict[int, Decimal]:
    """What lies in a place and is kept for no order, by product: nothing for those left out.

    The stock is held: it stays so until the transaction ends. Raises NotFound.
    """
    wanted = sorted(set(product_ids))
    hold(connection, company_id=company_id, product_ids=wanted, on=on)
    rows = connection.execute(
        "select product_id, sum(quantity) from ("
        " select product_id, quantity from erp.stock_quantities"
        "  where location_id = %(place)s and product_id = any(%(products)s)"
        " union all"
        " select product_id, -quantity from erp.stock_reservations"
        "  where location_id = %(place)s and product_id = any(%(products)s)"
        "   and quantity > 0) as kept group by product_id",
        {"place": location_id, "products": wanted},
    ).fetchall()
    return dict(rows)


def on_hand(
    connection: Connection, *, company_id: int, product_id: int, location_id: int | None = None
) -> Decimal:
    """How much of a product lies in a place; without one, how much of it the company owns."""
    row = connection.execute(
        "select coalesce(sum(quantity), 0) from erp.stock_quantities as kept"
        " join erp.locations using (location_id)"
        " where kept.company_id = %(company)s and product_id = %(product)s and ("
        "  location_id = %(place)s or %(place)s::bigint is null and is_own)",
        {"company": company_id, "product": product_id, "place": location_id},
    ).fetchone()
    return Decimal(row[0]) if row else Decimal(0)


def available(
    connection: Connection, *, company_id: int, product_id: int, location_id: int | None = None
) -> Decimal:
    """What lies in a place and is not reserved; without one, in all own places (kind internal)."""
    row = connection.execute(
        "select coalesce(sum(quantity), 0) from ("
        "  select location_id, quantity from erp.stock_quantities where product_id = %(product)s"
        "  union all"
        "  select location_id, -quantity from erp.stock_reservations"
        "  where product_id = %(product)s and quantity > 0) as kept"
        " join erp.locations using (location_id)"
        " where locations.company_id = %(company)s and ("
        "  location_id = %(place)s or %(place)s::bigint is null and kind = 'internal')",
        {"company": company_id, "product": product_id, "place": location_id},
    ).fetchone()
    return Decimal(row[0]) if row else Decimal(0)
