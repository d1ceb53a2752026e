"""Reservations: goods kept for lines of orders, up to what is there and nobody else's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from operations.database.connection import Connection, every
from operations.erp.sales.model import require_quantity
from operations.erp.stock.errors import ForeignPlace, Reserved
from operations.erp.stock.holding import free_in, hold
from operations.erp.stock.locations import locations
from operations.errors import NotFound

_FREE: Final = """
    select product_id, product_number, coalesce((
        select sum(quantity) from erp.stock_quantities as there
        where there.product_id = kept.product_id and location_id = %(place)s
    ), 0) - sum(quantity)
    from erp.stock_reservations as kept join erp.products using (product_id)
    where product_id = any(%(products)s) and location_id = %(place)s and quantity > 0
        and order_line_id <> all(%(lines)s)
    group by product_id, product_number order by product_number"""


def reserve(
    connection: Connection,
    *,
    company_id: int,
    location_id: int,
    quantities: Mapping[int, Decimal],
    reserved_on: dt.date,
) -> dict[int, Decimal]:
    """Keep goods for lines of orders, up to what is free; return how much for each.

    ``quantities`` by order line; they add to what was reserved for it before. Lines of one product
    are served in the order in which they are given. Raises ForeignPlace, NotFound.
    """
    for line, quantity in quantities.items():
        require_quantity(quantity, what=f"The reservation for order line {line}")
    place = locations(connection, [location_id])[location_id]
    lines = _lines(connection, quantities)
    for ordered in lines:
        if place.company_id != ordered.company_id:
            raise ForeignPlace(place.location_code, ordered.company_id)
    products = {ordered.order_line_id: ordered.product_id for ordered in lines}
    free = free_in(
        connection,
        company_id=company_id,
        location_id=location_id,
        product_ids=products.values(),
        on=reserved_on,
    )
    given: dict[int, Decimal] = {}
    for line, quantity in quantities.items():
        product = products[line]
        given[line] = max(min(quantity, free.get(product, Decimal(0))), Decimal(0))
        free[product] = free.get(product, Decimal(0)) - given[line]
    kept = [line for line, quantity in given.items() if quantity]
    connection.execute(
        "insert into erp.stock_reservations as kept (order_line_id, product_id, location_id,"
        " quantity, reserved_on)"
        " select order_line_id, product_id, %s, quantity, %s"
        " from unnest(%s::bigint[], %s::bigint[], %s::numeric[])"
        "  as given (order_line_id, product_id, quantity)"
        " on conflict (order_line_id, location_id) do update"
        "  set quantity = kept.quantity + excluded.quantity, reserved_on = excluded.reserved_on",
        [
            location_id,
            reserved_on,
            kept,
            [products[line] for line in kept],
            [given[line] for line in kept],
        ],
    )
    return given


def release(
    connection: Connection,
    *,
    order_line_ids: Iterable[int] = (),
    quantities: Mapping[int, Decimal] | None = None,
) -> None:
    """Let go what is kept for lines of orders: all of it, or at most so much of each.

    A delivery lets go what it takes; a line for which nothing is kept is left as it is.
    """
    connection.execute(
        "update erp.stock_reservations as kept"
        " set quantity = kept.quantity - least(kept.quantity, given.quantity)"
        " from (select key, null::numeric as quantity from unnest(%s::bigint[]) as whole (key)"
        "  union all"
        "  select key, quantity from unnest(%s::bigint[], %s::numeric[]) as part (key, quantity)"
        " ) as given"
        " where kept.order_line_id = given.key and kept.quantity > 0",
        [list(order_line_ids), list(quantities or {}), list((quantities or {}).values())],
    )


def require_free(
    connection: Connection,
    *,
    company_id: int,
    location_id: int,
    lines: Sequence[tuple[int, int, Decimal]],
    on: dt.date,
) -> None:
    """Refuse to take what is kept for others; ``lines``: order line, product, quantity.

    Products of which nothing is kept for others are not looked at. Raises Reserved.
    """
    asked: dict[int, Decimal] = {}
    for _, product_id, quantity in lines:
        asked[product_id] = asked.get(product_id, Decimal(0)) + quantity
    values = {"place": location_id, "lines": [line for line, _, _ in lines], "products": [*asked]}
    if connection.execute(_FREE, values).fetchone() is None:
        return
    # Some of it is kept for others: what is said of it must still hold when it goes.
    hold(connection, company_id=company_id, product_ids=asked, on=on)
    for product_id, number, free in connection.execute(_FREE, values):
        if asked[product_id] > free:
            raise Reserved(number, asked=asked[product_id], free=max(free, Decimal(0)))


def any_reserved(connection: Connection, product_ids: Iterable[int]) -> bool:
    """Whether something is kept of any of these products, wherever and for whomever."""
    row = connection.execute(
        "select exists (select from erp.stock_reservations"
        " where product_id = any(%s) and quantity > 0)",
        [list(product_ids)],
    ).fetchone()
    return bool(row and row[0])


def reserved(connection: Connection, order_line_ids: Iterable[int]) -> dict[int, Decimal]:
    """What is kept now for lines of orders; those for which nothing is are left out."""
    rows = connection.execute(
        "select order_line_id, sum(quantity) from erp.stock_reservations"
        " where order_line_id = any(%s) and quantity > 0 group by order_line_id",
        [list(order_line_ids)],
    ).fetchall()
    return dict(rows)


@dataclass(frozen=True)
class _Line:
    order_line_id: int
    product_id: int
    company_id: int


def _lines(connection: Connection, quantities: Mapping[int, Decimal]) -> list[_Line]:
    found = every(
        connection,
        _Line,
        "select order_line_id, product_id, company_id from erp.sales_order_lines"
        " join erp.sales_orders using (order_id) where order_line_id = any(%s)",
        [list(quantities)],
    )
    known = {line.order_line_id for line in found}
    for line in quantities:
        if line not in known:
            raise NotFound("order line", line)
    return found
