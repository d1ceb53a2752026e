"""Goods of a sale: they leave the main place for a customer, and come back to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection
from operations.erp.stock.commands import (
    Move,
    Moved,
    any_reserved,
    move,
    places,
    release,
    require_free,
    services,
)

NOT_KEPT = Decimal(0)


@dataclass(frozen=True)
class _Document:
    on: dt.date
    document_type: str
    number: str


def send(
    connection: Connection,
    on: dt.date,
    delivery_number: str,
    lines: Sequence[tuple[int, int, Decimal]],
    *,
    location_id: int | None = None,
    company_id: int = 1,
) -> list[Moved]:
    """Goods of a delivery leave a place, the main one when none is said; return what each moved.

    ``lines``: order line, product, quantity. A service moves nothing, and costs the stock nothing.
    What is kept for a line is let go. Raises Reserved, and what ``stock.move`` raises.
    """
    main, away = places(connection, "MAIN", "CUSTOMERS", company_id=company_id)
    here = location_id or main
    without_goods = services(connection, [product_id for _, product_id, _ in lines])
    # Most deliveries have nothing to do with reservations: one question instead of two.
    is_kept = any_reserved(connection, [product_id for _, product_id, _ in lines])
    if is_kept:
        require_free(connection, company_id=company_id, location_id=here, lines=lines, on=on)
    moves = [
        Move(product_id, quantity, here, away)
        for _, product_id, quantity in lines
        if product_id not in without_goods
    ]
    sent = iter(_moved(connection, company_id, _Document(on, "delivery", delivery_number), moves))
    if is_kept:
        release(connection, quantities={line: quantity for line, _, quantity in lines})
    return [
        Moved(0, product_id, quantity, NOT_KEPT, NOT_KEPT)
        if product_id in without_goods
        else next(sent)
        for _, product_id, quantity in lines
    ]


def take_back(
    connection: Connection,
    on: dt.date,
    credit_note_number: str,
    lines: Sequence[tuple[int, Decimal, Decimal]],
    *,
    company_id: int = 1,
) -> None:
    """Products and quantities that came back with a credit note, each at what it had cost.

    A line without quantity is a better price: no goods.
    """
    without_goods = services(connection, [product_id for product_id, _, _ in lines])
    here, away = places(connection, "MAIN", "CUSTOMERS", company_id=company_id)
    _moved(
        connection,
        company_id,
        _Document(on, "credit_note", credit_note_number),
        [
            Move(product_id, quantity, away, here, cost)
            for product_id, quantity, cost in lines
            if quantity and product_id not in without_goods
        ],
    )


def _moved(
    connection: Connection, company_id: int, document: _Document, moves: Sequence[Move]
) -> list[Moved]:
    if not moves:
        return []
    return move(
        connection,
        company_id=company_id,
        moved_on=document.on,
        document_type=document.document_type,
        document_number=document.number,
        moves=moves,
    )
