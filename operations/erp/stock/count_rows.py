"""Counts as their commands take them: a place for one writer, a count with its lines.

A product stands in one open count of a place only: two would correct the same difference twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, every, first
from operations.erp.stock.errors import BeingCounted, CountNotOpen
from operations.errors import NotFound


@dataclass(frozen=True)
class OpenCount:
    """A count that was neither validated nor given up."""

    stock_count_number: str
    company_id: int
    location_id: int
    opened_on: dt.date
    status: str


@dataclass(frozen=True)
class CountLine:
    """A line of a count; ``difference`` is None while it is not counted."""

    stock_count_line_id: int
    product_id: int
    product_number: str
    lot_id: int | None
    difference: Decimal | None


def lock_place(connection: Connection, location_id: int) -> None:
    """Keep a place from other counts until the transaction ends; goods go on moving."""
    connection.execute(
        "select from erp.locations where location_id = %s for no key update", [location_id]
    )


def locked_count(connection: Connection, stock_count_id: int) -> OpenCount:
    """The count, after its place. Raises CountNotOpen, NotFound."""
    connection.execute(
        "select from erp.locations where location_id = (select location_id from erp.stock_counts"
        "  where stock_count_id = %s) for no key update",
        [stock_count_id],
    )
    found = first(
        connection,
        OpenCount,
        "select stock_count_number, company_id, location_id, opened_on, status"
        " from erp.stock_counts where stock_count_id = %s for update",
        [stock_count_id],
    )
    if found is None:
        raise NotFound("count", stock_count_id)
    if found.status != "open":
        raise CountNotOpen(found.stock_count_number, found.status)
    return found


def lines_of(connection: Connection, stock_count_id: int) -> list[CountLine]:
    """The lines of a count, in the order in which they were entered."""
    return every(
        connection,
        CountLine,
        "select stock_count_line_id, product_id, product_number, lot_id,"
        " counted_quantity - expected_quantity as difference"
        " from erp.stock_count_lines join erp.products using (product_id)"
        " where stock_count_id = %s order by stock_count_line_id",
        [stock_count_id],
    )


def require_counted_once(
    connection: Connection,
    *,
    location_id: int,
    product_ids: Sequence[int],
    stock_count_id: int | None = None,
) -> None:
    """Refuse products that stand in another open count of the place than ``stock_count_id``.

    The place is locked by the caller, so none gets into one meanwhile. Raises BeingCounted.
    """
    row = connection.execute(
        "select product_number, stock_count_number from erp.stock_counts"
        " join erp.stock_count_lines using (stock_count_id) join erp.products using (product_id)"
        " where location_id = %s and status = 'open' and product_id = any(%s)"
        "  and stock_count_id is distinct from %s order by 1, 2 limit 1",
        [location_id, list(product_ids), stock_count_id],
    ).fetchone()
    if row is not None:
        raise BeingCounted(product=row[0], count=row[1])
