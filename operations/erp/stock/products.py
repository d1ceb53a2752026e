"""How a product is kept in stock: its kind, its valuation, and whether its lots are told apart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from operations.database.connection import Connection
from operations.erp.stock.errors import HasStock, WasInvoiced
from operations.erp.stock.model import ProductKind, Valuation
from operations.errors import InvalidValue, NotFound


def keep_product(
    connection: Connection,
    *,
    product_id: int,
    kind: ProductKind = "goods",
    valuation: Valuation = "standard",
    is_lot_tracked: bool = False,
) -> None:
    """Say how a product is kept, before any of it was. The kind of what was invoiced stays.

    Raises HasStock, WasInvoiced, NotFound, InvalidValue.
    """
    if kind not in get_args(ProductKind) or valuation not in get_args(Valuation):
        raise InvalidValue(
            f"A product cannot be kept as {kind!r} at {valuation!r} cost.",
            remedy=f"Give one of {', '.join(get_args(ProductKind))}, and one of "
            f"{', '.join(get_args(Valuation))}.",
        )
    row = connection.execute(
        "select product_number, exists (select from erp.stock_moves where product_id = %(key)s),"
        " kind, kind <> %(kind)s"
        "  and exists (select from erp.invoice_lines where product_id = %(key)s)"
        " from erp.products where product_id = %(key)s for update",
        {"key": product_id, "kind": kind},
    ).fetchone()
    if row is None:
        raise NotFound("product", product_id)
    if row[1]:
        raise HasStock(row[0])
    if row[3]:
        raise WasInvoiced(row[0], row[2])
    connection.execute(
        "update erp.products set kind = %s, valuation = %s, is_lot_tracked = %s"
        " where product_id = %s",
        [kind, valuation, is_lot_tracked, product_id],
    )


def services(connection: Connection, product_ids: Iterable[int]) -> frozenset[int]:
    """Those of these products that are never in stock."""
    rows = connection.execute(
        "select product_id from erp.products where product_id = any(%s) and kind = 'service'",
        [list(product_ids)],
    ).fetchall()
    return frozenset(row[0] for row in rows)
