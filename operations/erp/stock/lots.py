"""Lots: registered when goods come, and taken by earliest expiry when nobody says which."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from operations.database.connection import Connection, every, insert
from operations.erp.party.model import require_name
from operations.erp.stock.errors import ForeignLot, LotExpired, LotMissing, NegativeStock
from operations.erp.stock.model import Held, Location, Move
from operations.errors import NotFound

# What has expired may be thrown away or sent back, and moved about; not sold, and not used.
_FOR_USE: Final = frozenset(("customer", "production"))


@dataclass(frozen=True)
class Lot:
    """A lot, and how much of it lies in a place; ``location_id`` None: nowhere counted."""

    lot_id: int
    product_id: int
    lot_number: str
    expires_on: dt.date | None
    location_id: int | None
    quantity: Decimal


@dataclass(frozen=True)
class Part:
    """A move, or the part of one that takes from one lot; ``position`` is the move's own."""

    position: int
    move: Move


def register_lot(
    connection: Connection,
    *,
    product_id: int,
    lot_number: str,
    expires_on: dt.date | None = None,
) -> int:
    """Enter a lot of a product; return its key. ``expires_on`` is the last day of its use."""
    require_name(lot_number, of="lot")
    return insert(
        connection,
        "insert into erp.lots (product_id, lot_number, expires_on) values (%s, %s, %s)"
        " returning lot_id",
        [product_id, lot_number.strip(), expires_on],
    )


def products_of_lots(connection: Connection, lot_ids: Iterable[int | None]) -> dict[int, int]:
    """Of which product lots are, by lot; unknown ones are left out."""
    wanted = [key for key in lot_ids if key is not None]
    if not wanted:
        return {}
    rows = connection.execute(
        "select lot_id, product_id from erp.lots where lot_id = any(%s)", [wanted]
    ).fetchall()
    return dict(rows)


def by_lot(
    connection: Connection,
    moves: Sequence[Move],
    *,
    held: Mapping[int, Held],
    places: Mapping[int, Location],
    on: dt.date,
) -> list[Part]:
    """The moves, each split into the lots that it takes. The stock must be held.

    Raises LotMissing, ForeignLot, LotExpired, NegativeStock.
    """
    parts = [Part(position, move) for position, move in enumerate(moves)]
    tracked = {move.product_id for move in moves if held[move.product_id].is_lot_tracked}
    named = {move.lot_id for move in moves if move.lot_id is not None}
    if not tracked and not named:
        return parts
    lots = _lots(connection, tracked, named)
    left = {(lot.lot_id, lot.location_id): lot.quantity for lot in lots}
    known = {lot.lot_id: lot for lot in lots}
    split: list[Part] = []
    for part in parts:
        product = held[part.move.product_id]
        if part.move.lot_id is not None:
            _require_usable(known, part.move, product, places, on)
            key = (part.move.lot_id, part.move.from_location_id)
            left[key] = left.get(key, Decimal(0)) - part.move.quantity
            split.append(part)
        elif product.is_lot_tracked:
            split.extend(_earliest_first(part, lots, left, product=product, places=places, on=on))
        else:
            split.append(part)
    return split


def _earliest_first(
    part: Part,
    lots: Sequence[Lot],
    left: dict[tuple[int, int | None], Decimal],
    *,
    product: Held,
    places: Mapping[int, Location],
    on: dt.date,
) -> Iterable[Part]:
    """The move in parts of lots, those that expire first before the others."""
    move = part.move
    source, target = places[move.from_location_id], places[move.to_location_id]
    if not source.is_counted or move.value is not None:
        raise LotMissing(product.product_number)
    wanted = move.quantity
    for lot in lots:
        key = (lot.lot_id, lot.location_id)
        if lot.location_id != source.location_id or lot.product_id != move.product_id:
            continue
        if target.kind in _FOR_USE and lot.expires_on is not None and lot.expires_on < on:
            continue
        taken = min(wanted, left[key])
        if taken > 0:
            left[key] -= taken
            wanted -= taken
            yield Part(part.position, replace(move, quantity=taken, lot_id=lot.lot_id))
    if wanted:
        raise NegativeStock(
            product.product_number,
            source.location_code,
            asked=move.quantity,
            there=move.quantity - wanted,
        )


def _require_usable(
    known: Mapping[int, Lot],
    move: Move,
    product: Held,
    places: Mapping[int, Location],
    on: dt.date,
) -> None:
    lot = known.get(move.lot_id or 0)
    if lot is None:
        raise NotFound("lot", move.lot_id)
    if lot.product_id != move.product_id:
        raise ForeignLot(lot.lot_id, product.product_number)
    expired = lot.expires_on is not None and lot.expires_on < on
    if expired and places[move.to_location_id].kind in _FOR_USE:
        raise LotExpired(
            product.product_number, lot.lot_number, expired_on=lot.expires_on or on, on=on
        )


def _lots(connection: Connection, tracked: set[int], named: set[int]) -> list[Lot]:
    return every(
        connection,
        Lot,
        "select lot_id, lots.product_id, lot_number, expires_on, location_id,"
        " coalesce(quantity, 0) as quantity"
        " from erp.lots left join erp.stock_quantities using (lot_id)"
        " where lots.product_id = any(%s) or lot_id = any(%s)"
        " order by expires_on nulls last, lot_id",
        [sorted(tracked), sorted(named)],
    )
