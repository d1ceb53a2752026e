"""Moves: goods go from place to place, and one entry says what entered or left the own stock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection
from operations.erp.accounting.commands import post_in_open
from operations.erp.accounting.periods import require_open
from operations.erp.stock import postings, valuation
from operations.erp.stock.errors import (
    ForeignPlace,
    NegativeStock,
    NotInStock,
    NotOwnGoods,
    ValueWithoutGoods,
)
from operations.erp.stock.holding import hold
from operations.erp.stock.locations import locations
from operations.erp.stock.lots import Part, by_lot
from operations.erp.stock.model import ACCOUNTS, Accounts, Held, Location, Move, Moved
from operations.erp.stock.storage import insert_moves, insert_values
from operations.errors import InvalidValue

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Planned:
    """A move of one lot, and what it does to the own stock; None within it, or outside it."""

    part: Part
    change: valuation.Change | None


def move(
    connection: Connection,
    *,
    company_id: int,
    moved_on: dt.date,
    document_type: str,
    document_number: str,
    moves: Sequence[Move],
    counter_account: str | None = None,
) -> list[Moved]:
    """Write the moves of one document and their values; return one for each, in their order.

    When value enters or leaves the own stock it posts one entry, between the stock accounts and
    ``counter_account``; without it the variation account of each kind of product (6037, 6031,
    7135). A product tracked by lot leaves by earliest expiry when its move names no lot.

    Raises NegativeStock, NoCostInForce, NoValueKnown, NotOwnGoods, NotInStock, ForeignPlace,
    LotMissing, LotExpired, ForeignLot, ValueWithoutGoods, PeriodClosed, NotFound.
    """
    document = postings.Document(company_id, moved_on, document_type, document_number)
    return write(
        connection, document, moves, counter=lambda accounts: counter_account or accounts.change
    )


def write(
    connection: Connection,
    document: postings.Document,
    moves: Sequence[Move],
    *,
    counter: Callable[[Accounts], str],
) -> list[Moved]:
    """``move`` for the stock's own documents: ``counter`` names the account for each kind."""
    company_id, moved_on = document.company_id, document.on
    name = document.name
    if not moves:
        raise InvalidValue(f"The {name} moves nothing.", remedy="Give at least one move.")
    require_open(connection, moved_on, document=name, company_id=company_id)
    places = locations(
        connection,
        [key for each in moves for key in (each.from_location_id, each.to_location_id)],
    )
    for place in places.values():
        if place.company_id != company_id:
            raise ForeignPlace(place.location_code, company_id)
    held = hold(
        connection,
        company_id=company_id,
        product_ids=[each.product_id for each in moves],
        on=moved_on,
    )
    parts = by_lot(connection, moves, held=held, places=places, on=moved_on)
    plan = planned(parts, held=held, places=places, on=moved_on)
    _require_there(connection, parts, held=held, places=places, on=moved_on)
    entry = postings.entry(document, _postings(plan, held, counter))
    entry_id = None if entry is None else post_in_open(connection, entry)
    keys = insert_moves(connection, document, [step.part.move for step in plan])
    insert_values(
        connection,
        document,
        entry_id,
        [
            (held[step.part.move.product_id], key, step.change)
            for step, key in zip(plan, keys, strict=True)
            if step.change is not None
        ],
    )
    return _moved(moves, plan, keys)


def planned(
    parts: Sequence[Part],
    *,
    held: Mapping[int, Held],
    places: Mapping[int, Location],
    on: dt.date,
) -> list[Planned]:
    """What each move does to the own stock, one after the other.

    Raises NegativeStock, NoCostInForce, NoValueKnown, NotOwnGoods, NotInStock, ValueWithoutGoods.
    """
    stock = dict(held)
    plan = []
    for part in parts:
        now = stock[part.move.product_id]
        change = _change(part.move, now, places, on)
        if change is not None:
            stock[part.move.product_id] = valuation.after(now, change)
        plan.append(Planned(part, change))
    return plan


def _change(
    step: Move, held: Held, places: Mapping[int, Location], on: dt.date
) -> valuation.Change | None:
    source, target = places[step.from_location_id], places[step.to_location_id]
    if held.kind not in ACCOUNTS:
        raise NotInStock(held.product_number)
    if source.is_own == target.is_own:
        if step.value is not None:
            raise ValueWithoutGoods(held.product_number, step.value)
        if source.supplier_id is not None and target.kind in {"customer", "production"}:
            raise NotOwnGoods(held.product_number, source.location_code)
        return None
    if target.is_own:
        is_bought = source.kind == "supplier" or source.supplier_id is not None
        return valuation.entering(held, step.quantity, said=step.value, on=on, is_bought=is_bought)
    is_returned = target.kind == "supplier"
    return valuation.leaving(held, step.quantity, said=step.value, on=on, is_returned=is_returned)


def _require_there(
    connection: Connection,
    parts: Sequence[Part],
    *,
    held: Mapping[int, Held],
    places: Mapping[int, Location],
    on: dt.date,
) -> None:
    """Refuse what would leave less than nothing in a place, on its day or since.

    The stock is held, so what is there stays there.
    """
    changes: dict[tuple[int, int, int | None], Decimal] = {}
    for part in parts:
        step = part.move
        for place, quantity in (
            (step.from_location_id, -step.quantity),
            (step.to_location_id, step.quantity),
        ):
            key = (step.product_id, place, step.lot_id)
            changes[key] = changes.get(key, NOTHING) + quantity
    limited = {
        (product, place, lot): change
        for (product, place, lot), change in changes.items()
        if change < 0
        and places[place].is_counted
        and (not places[place].is_negative_allowed or held[product].is_average or lot is not None)
    }
    if not limited:
        return
    there = {
        (product, place, lot): quantity
        for product, place, lot, quantity in connection.execute(
            "select product_id, location_id, lot_id, case when last_moved_on <= %s then quantity"
            " else erp.lowest_quantity(product_id, location_id, lot_id, %s) end"
            " from erp.stock_quantities where product_id = any(%s) and location_id = any(%s)",
            [on, on, [key[0] for key in limited], [key[1] for key in limited]],
        )
    }
    for key, change in limited.items():
        quantity = there.get(key, NOTHING)
        if quantity + change < 0:
            raise NegativeStock(
                held[key[0]].product_number,
                places[key[1]].location_code,
                asked=-change,
                there=quantity,
            )


def _postings(
    plan: Sequence[Planned], held: Mapping[int, Held], counter: Callable[[Accounts], str]
) -> list[postings.Change]:
    changes = []
    for step in plan:
        if step.change is not None:
            accounts = ACCOUNTS[held[step.part.move.product_id].kind]
            changes.append(
                postings.Change(accounts, counter(accounts), step.change.value, step.change.said)
            )
    return changes


def _moved(moves: Sequence[Move], plan: Sequence[Planned], keys: Sequence[int]) -> list[Moved]:
    """One answer a move, also where it took from several lots: the key is the first one's."""
    answers: dict[int, Moved] = {}
    for step, key in zip(plan, keys, strict=True):
        each = moves[step.part.position]
        value, unit_cost = NOTHING, NOTHING
        if step.change is not None:
            value, unit_cost = abs(step.change.value), step.change.unit_cost
        before = answers.get(step.part.position)
        if before is not None:
            value += before.value
            unit_cost = valuation.per_unit(value, each.quantity)
        answers[step.part.position] = Moved(
            before.move_id if before else key, each.product_id, each.quantity, unit_cost, value
        )
    return [answers[position] for position in range(len(moves))]
