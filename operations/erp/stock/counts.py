"""Counts: what is there against what the books say, and the moves that bring both together.

The difference is that of the moment of counting: what moves between it and the validation does
not disturb it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, insert
from operations.erp.stock.count_rows import (
    lines_of,
    lock_place,
    locked_count,
    require_counted_once,
)
from operations.erp.stock.errors import ForeignLot, LotMissing, NotAllCounted, NothingToCount
from operations.erp.stock.holding import hold
from operations.erp.stock.locations import locations, places
from operations.erp.stock.lots import products_of_lots
from operations.erp.stock.model import Move
from operations.erp.stock.moving import write
from operations.erp.stock.postings import Document
from operations.errors import InvalidValue
from operations.money import QUANTITY_DECIMALS, require_exact
from operations.numbering import next_number


@dataclass(frozen=True)
class Counted:
    """How much of a product, or of a lot of it, is there."""

    product_id: int
    quantity: Decimal
    lot_id: int | None = None

    def __post_init__(self) -> None:
        """Refuse what nobody can count."""
        what = f"What was counted of product {self.product_id}"
        require_exact(self.quantity, decimals=QUANTITY_DECIMALS, what=what)
        if self.quantity < 0:
            raise InvalidValue(f"{what} is {self.quantity}.", remedy="Give zero or more.")


def open_count(
    connection: Connection,
    *,
    location_id: int,
    opened_on: dt.date,
    product_ids: Sequence[int] | None = None,
) -> int:
    """Begin to count a place, or some products in it; return the count's key.

    Its lines are what the books say is there; what is found besides may be entered too. Raises
    NothingToCount, BeingCounted, InvalidValue, NotFound.
    """
    place = locations(connection, [location_id])[location_id]
    if not place.is_counted:
        raise InvalidValue(
            f"{place.location_code} is outside: nothing is counted there.",
            remedy="Name a place where goods lie.",
        )
    lock_place(connection, location_id)
    lying = connection.execute(
        "select product_id, lot_id from erp.stock_quantities"
        " where location_id = %(place)s and quantity <> 0"
        "  and (%(products)s::bigint[] is null or product_id = any(%(products)s))"
        " order by product_id, lot_id",
        {"place": location_id, "products": product_ids},
    ).fetchall()
    if not lying and product_ids is None:
        raise NothingToCount(place.location_code)
    products = [product_id for product_id, _ in lying]
    require_counted_once(connection, location_id=location_id, product_ids=products)
    count_id = insert(
        connection,
        "insert into erp.stock_counts (stock_count_number, company_id, location_id, opened_on)"
        " values (%s, %s, %s, %s) returning stock_count_id",
        [
            next_number(connection, "stock_count", place.company_id),
            place.company_id,
            location_id,
            opened_on,
        ],
    )
    connection.execute(
        "insert into erp.stock_count_lines (stock_count_id, product_id, lot_id)"
        " select %s, product_id, lot_id"
        " from unnest(%s::bigint[], %s::bigint[]) as lying (product_id, lot_id)",
        [count_id, products, [lot_id for _, lot_id in lying]],
    )
    return count_id


def enter_counted(
    connection: Connection, *, stock_count_id: int, counted: Sequence[Counted]
) -> None:
    """Enter what was counted just now, over what was entered before of the same.

    The difference to the books is kept as it is now. Raises CountNotOpen, BeingCounted, NotFound.
    """
    count = locked_count(connection, stock_count_id)
    require_counted_once(
        connection,
        location_id=count.location_id,
        product_ids=[each.product_id for each in counted],
        stock_count_id=stock_count_id,
    )
    held = hold(
        connection,
        company_id=count.company_id,
        product_ids=[each.product_id for each in counted],
        on=count.opened_on,
    )
    lots = products_of_lots(connection, [each.lot_id for each in counted])
    for each in counted:
        product = held[each.product_id]
        if each.lot_id is None and product.is_lot_tracked:
            raise LotMissing(product.product_number)
        if each.lot_id is not None and lots.get(each.lot_id) != each.product_id:
            raise ForeignLot(each.lot_id, product.product_number)
    connection.execute(
        "insert into erp.stock_count_lines as lines (stock_count_id, product_id, lot_id,"
        " expected_quantity, counted_quantity)"
        " select %s, given.product_id, given.lot_id, coalesce(kept.quantity, 0), given.quantity"
        " from unnest(%s::bigint[], %s::bigint[], %s::numeric[])"
        "  as given (product_id, lot_id, quantity)"
        " left join erp.stock_quantities as kept on kept.product_id = given.product_id"
        "  and kept.location_id = %s and kept.lot_id is not distinct from given.lot_id"
        " on conflict (stock_count_id, product_id, lot_id) do update"
        "  set expected_quantity = excluded.expected_quantity,"
        "   counted_quantity = excluded.counted_quantity",
        [
            stock_count_id,
            [each.product_id for each in counted],
            [each.lot_id for each in counted],
            [each.quantity for each in counted],
            count.location_id,
        ],
    )


def validate_count(
    connection: Connection, *, stock_count_id: int, validated_on: dt.date
) -> Decimal:
    """Move what was found into the place and what is missing out of it; return what that is worth.

    Posts one entry on the account of differences; below zero is a loss. Raises CountNotOpen,
    NotAllCounted, NegativeStock when what is missing has gone meanwhile, PeriodClosed, NotFound.
    """
    count = locked_count(connection, stock_count_id)
    if validated_on < count.opened_on:
        raise InvalidValue(
            f"Count {count.stock_count_number} was opened on {count.opened_on}.",
            remedy=f"Validate it on {count.opened_on} or later.",
        )
    lines = lines_of(connection, stock_count_id)
    left = [line.product_number for line in lines if line.difference is None]
    if left:
        raise NotAllCounted(count.stock_count_number, left)
    (losses,) = places(connection, "LOSSES", company_id=count.company_id)
    wrong = [(line, line.difference) for line in lines if line.difference]
    worth = Decimal(0)
    if wrong:
        moved = write(
            connection,
            Document(count.company_id, validated_on, "stock_count", count.stock_count_number),
            [
                Move(
                    line.product_id,
                    abs(difference),
                    losses if difference > 0 else count.location_id,
                    count.location_id if difference > 0 else losses,
                    lot_id=line.lot_id,
                )
                for line, difference in wrong
            ],
            counter=lambda accounts: accounts.count_difference,
        )
        values = [
            done.value if difference > 0 else -done.value
            for (_, difference), done in zip(wrong, moved, strict=True)
        ]
        worth = sum(values, worth)
        connection.execute(
            "update erp.stock_count_lines as lines"
            " set stock_move_id = given.move, difference_amount = given.amount"
            " from unnest(%s::bigint[], %s::bigint[], %s::numeric[]) as given (line, move, amount)"
            " where stock_count_line_id = given.line",
            [
                [line.stock_count_line_id for line, _ in wrong],
                [done.move_id for done in moved],
                values,
            ],
        )
    connection.execute(
        "update erp.stock_counts set status = 'validated', validated_on = %s"
        " where stock_count_id = %s",
        [validated_on, stock_count_id],
    )
    return worth


def cancel_count(connection: Connection, *, stock_count_id: int) -> None:
    """Give a count up: nothing moves. Raises CountNotOpen, NotFound."""
    locked_count(connection, stock_count_id)
    connection.execute(
        "update erp.stock_counts set status = 'cancelled' where stock_count_id = %s",
        [stock_count_id],
    )
