"""Transfers and write-offs: what the stock itself does with goods.

Goods at a customer's place are a transfer into a consignment, and leave it when they are delivered
from there. A supplier's goods come into one of his by a transfer from SUPPLIERS, worth nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, every, insert
from operations.erp.stock.errors import (
    ArrivedAlready,
    MissingMoreThanSent,
    NotATransfer,
    WithoutReason,
)
from operations.erp.stock.locations import locations, places
from operations.erp.stock.model import Accounts, Move
from operations.erp.stock.moving import move, write
from operations.erp.stock.postings import Document
from operations.errors import InvalidValue, NotFound
from operations.numbering import next_number


@dataclass(frozen=True)
class Goods:
    """So much of a product, or of a lot of it."""

    product_id: int
    quantity: Decimal
    lot_id: int | None = None


def transfer(
    connection: Connection,
    *,
    from_location_id: int,
    to_location_id: int,
    sent_on: dt.date,
    goods: Sequence[Goods],
    is_on_its_way: bool = False,
    company_id: int = 1,
) -> int:
    """Bring goods from place to place without changing whose they are; return the document's key.

    ``is_on_its_way``: they are in TRANSIT until they arrive (``arrive``). Posts nothing. Raises
    NotATransfer, and what ``move`` raises.
    """
    ends = locations(connection, [from_location_id, to_location_id])
    source, target = ends[from_location_id], ends[to_location_id]
    if source.is_own != target.is_own:
        raise NotATransfer(source.location_code, target.location_code)
    if is_on_its_way and not source.is_own:
        raise InvalidValue(
            f"What comes from {source.location_code} is not the company's on its way.",
            remedy="Enter it when it arrives.",
        )
    number = next_number(connection, "stock_document", company_id)
    (transit,) = places(connection, "TRANSIT", company_id=company_id)
    halt = transit if is_on_its_way else to_location_id
    move(
        connection,
        company_id=company_id,
        moved_on=sent_on,
        document_type="transfer",
        document_number=number,
        moves=[
            Move(each.product_id, each.quantity, from_location_id, halt, lot_id=each.lot_id)
            for each in goods
        ],
    )
    return insert(
        connection,
        "insert into erp.stock_documents (stock_document_number, company_id, kind, dated_on,"
        " from_location_id, to_location_id, arrived_on)"
        " values (%s, %s, 'transfer', %s, %s, %s, %s) returning stock_document_id",
        [
            number,
            company_id,
            sent_on,
            from_location_id,
            to_location_id,
            None if is_on_its_way else sent_on,
        ],
    )


def arrive(
    connection: Connection,
    *,
    stock_document_id: int,
    arrived_on: dt.date,
    missing: Mapping[int, Decimal] | None = None,
) -> None:
    """A transfer that was on its way has come; ``missing`` says by product how much of it has not.

    What is missing is a loss, on the account of differences. Raises ArrivedAlready,
    MissingMoreThanSent, InvalidValue, NotFound, PeriodClosed.
    """
    sent = _locked_transfer(connection, stock_document_id)
    if sent.arrived_on is not None:
        raise ArrivedAlready(sent.number, sent.arrived_on)
    if arrived_on < sent.dated_on:
        raise InvalidValue(
            f"Transfer {sent.number} left on {sent.dated_on}: it cannot arrive on {arrived_on}.",
            remedy=f"Date its arrival {sent.dated_on} or later.",
        )
    transit, losses = places(connection, "TRANSIT", "LOSSES", company_id=sent.company_id)
    moves = _arriving(
        sent, _sent_goods(connection, sent), dict(missing or {}), transit=transit, losses=losses
    )
    document = Document(sent.company_id, arrived_on, "transfer", sent.number)
    write(connection, document, moves, counter=_difference)
    connection.execute(
        "update erp.stock_documents set arrived_on = %s where stock_document_id = %s",
        [arrived_on, stock_document_id],
    )


def write_off(
    connection: Connection,
    *,
    location_id: int,
    written_off_on: dt.date,
    goods: Sequence[Goods],
    reason: str,
    company_id: int = 1,
) -> int:
    """Goods are broken, expired or gone: they leave the stock as a loss; return the document's key.

    Posts the loss on the account of differences. Raises WithoutReason, and what ``move`` raises.
    """
    if not reason.strip():
        raise WithoutReason("write-off")
    number = next_number(connection, "stock_document", company_id)
    (losses,) = places(connection, "LOSSES", company_id=company_id)
    write(
        connection,
        Document(company_id, written_off_on, "write_off", number),
        [
            Move(each.product_id, each.quantity, location_id, losses, lot_id=each.lot_id)
            for each in goods
        ],
        counter=_difference,
    )
    return insert(
        connection,
        "insert into erp.stock_documents (stock_document_number, company_id, kind, dated_on,"
        " reason) values (%s, %s, 'write_off', %s, %s) returning stock_document_id",
        [number, company_id, written_off_on, reason.strip()],
    )


@dataclass(frozen=True)
class _Transfer:
    number: str
    company_id: int
    dated_on: dt.date
    to_location_id: int
    arrived_on: dt.date | None


def _difference(accounts: Accounts) -> str:
    return accounts.count_difference


def _locked_transfer(connection: Connection, stock_document_id: int) -> _Transfer:
    found = every(
        connection,
        _Transfer,
        "select stock_document_number as number, company_id, dated_on, to_location_id, arrived_on"
        " from erp.stock_documents where stock_document_id = %s and kind = 'transfer' for update",
        [stock_document_id],
    )
    if not found:
        raise NotFound("transfer", stock_document_id)
    return found[0]


def _sent_goods(connection: Connection, sent: _Transfer) -> list[Goods]:
    return every(
        connection,
        Goods,
        "select product_id, quantity, lot_id from erp.stock_moves"
        " where company_id = %s and document_number = %s and document_type = 'transfer'"
        " order by line_number",
        [sent.company_id, sent.number],
    )


def _arriving(
    sent: _Transfer,
    goods: Sequence[Goods],
    missing: dict[int, Decimal],
    *,
    transit: int,
    losses: int,
) -> list[Move]:
    """What goes on to the place, and what to the losses."""
    moves = []
    for each in goods:
        lost = min(missing.get(each.product_id, Decimal(0)), each.quantity)
        if lost:
            missing[each.product_id] -= lost
            moves.append(Move(each.product_id, lost, transit, losses, lot_id=each.lot_id))
        if lost < each.quantity:
            rest = each.quantity - lost
            moves.append(
                Move(each.product_id, rest, transit, sent.to_location_id, lot_id=each.lot_id)
            )
    if any(missing.values()):
        raise MissingMoreThanSent(sent.number)
    return moves
