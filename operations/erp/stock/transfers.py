"""Goods moved by hand from a place to another, and what was found when they were counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection
from operations.erp.stock.count_rows import lock_place, require_counted_once
from operations.erp.stock.errors import CountedByLot
from operations.erp.stock.holding import hold
from operations.erp.stock.locations import places
from operations.erp.stock.model import ACCOUNTS, Move
from operations.erp.stock.moving import move
from operations.errors import InvalidValue
from operations.money import QUANTITY_DECIMALS, require_exact
from operations.numbering import next_number


@dataclass(frozen=True)
class Difference:
    """A product of which another quantity was found than the books had."""

    product_id: int
    expected: Decimal
    counted: Decimal


@dataclass(frozen=True)
class Counted:
    """What a count changed; its number is None when it changed nothing."""

    count_number: str | None
    differences: tuple[Difference, ...]


def transfer(
    connection: Connection,
    *,
    moved_on: dt.date,
    quantities: Mapping[int, Decimal],
    from_code: str,
    to_code: str,
    company_id: int = 1,
) -> str:
    """Move so much of each product between two places, by their codes; return the number.

    To LOSSES it is a charge of the day. Raises NotFound, and what ``move`` raises.
    """
    origin, target = places(connection, from_code, to_code, company_id=company_id)
    moves = [
        Move(product_id, quantity, origin, target) for product_id, quantity in quantities.items()
    ]
    number = next_number(connection, "stock_document", company_id)
    move(
        connection,
        company_id=company_id,
        moved_on=moved_on,
        document_type="stock_document",
        document_number=number,
        moves=moves,
    )
    return number


def count(
    connection: Connection,
    *,
    counted_on: dt.date,
    quantities: Mapping[int, Decimal],
    location_code: str = "MAIN",
    company_id: int = 1,
) -> Counted:
    """Say how much was found of each product in a place now; the difference is lost, or found.

    It is a charge (or income) of the day, at the cost of the stock. Raises CountedByLot,
    BeingCounted, NotFound, InvalidValue, and what ``move`` raises.
    """
    for product_id, quantity in quantities.items():
        what = f"The count of product {product_id}"
        require_exact(quantity, decimals=QUANTITY_DECIMALS, what=what)
        if quantity < 0:
            raise InvalidValue(f"{what} is {quantity}: below zero.", remedy="Give zero or more.")
    place, losses = places(connection, location_code, "LOSSES", company_id=company_id)
    lock_place(connection, place)
    require_counted_once(connection, location_id=place, product_ids=list(quantities))
    # Held before it is read, so that nothing moves between the count and its difference.
    held = hold(connection, company_id=company_id, product_ids=list(quantities), on=counted_on)
    for kept in held.values():
        if kept.is_lot_tracked:
            raise CountedByLot(kept.product_number)
    lying = dict.fromkeys(quantities, Decimal(0)) | _lying(connection, list(quantities), place)
    differences = tuple(
        Difference(product_id, lying[product_id], counted)
        for product_id, counted in quantities.items()
        if counted != lying[product_id]
    )
    if not differences:
        return Counted(None, ())
    number = next_number(connection, "stock_count", company_id)
    # Each kind of product has an account of its own for what was found too much or too little.
    for kind in sorted({held[each.product_id].kind for each in differences}):
        move(
            connection,
            company_id=company_id,
            moved_on=counted_on,
            document_type="stock_count",
            document_number=number,
            moves=[
                Move(each.product_id, each.expected - each.counted, place, losses)
                if each.counted < each.expected
                else Move(each.product_id, each.counted - each.expected, losses, place)
                for each in differences
                if held[each.product_id].kind == kind
            ],
            counter_account=ACCOUNTS[kind].count_difference,
        )
    return Counted(number, differences)


def _lying(connection: Connection, product_ids: list[int], place: int) -> dict[int, Decimal]:
    rows = connection.execute(
        "select product_id, sum(quantity) from erp.stock_quantities"
        " where product_id = any(%s) and location_id = %s group by product_id",
        [product_ids, place],
    ).fetchall()
    return dict(rows)
