"""Goods kept for an order as far as they are free; deliveries and cancellations let them go."""

from __future__ import annotations

from decimal import Decimal

import psycopg
import pytest
from trade import DAY, Trade, day

from operations.erp.party import commands as party
from operations.erp.party.companies import found_company
from operations.erp.sales import commands as sales
from operations.erp.sales.errors import NothingToDeliver, OrderOnHold, TooEarly
from operations.erp.stock import commands as stock
from operations.erp.stock.errors import ForeignPlace
from operations.errors import NotFound


def _stock(trade: Trade, quantity: int) -> None:
    """So many pumps lie in the main place."""
    stock.move(
        trade.connection,
        company_id=1,
        moved_on=DAY,
        document_type="receipt",
        document_number="RCX",
        moves=[
            stock.Move(
                trade.pump,
                Decimal(quantity),
                stock.location(trade.connection, code="SUPPLIERS"),
                stock.location(trade.connection),
            )
        ],
    )


def _reserve(trade: Trade, order_id: int, on: int = 1) -> list[Decimal]:
    kept = sales.reserve_order(trade.connection, order_id=order_id, reserved_on=day(on))
    return list(kept.values())


def _kept(trade: Trade, order_id: int) -> object:
    return stock.reserved(trade.connection, trade.order_lines(order_id)).get(
        trade.order_lines(order_id)[0]
    )


def test_the_first_order_keeps_what_it_needs_and_the_second_what_is_left(trade: Trade) -> None:
    _stock(trade, 14)
    first, second = trade.order(), trade.order()
    assert (_reserve(trade, first), _reserve(trade, second)) == ([10], [4])
    _stock(trade, 3)
    assert _reserve(trade, second) == [7]


def test_reserving_again_keeps_no_more_than_remains(trade: Trade) -> None:
    _stock(trade, 50)
    order_id = trade.order()
    assert (_reserve(trade, order_id), _reserve(trade, order_id)) == ([10], [10])


def test_a_delivery_lets_go_what_it_takes(trade: Trade) -> None:
    _stock(trade, 50)
    order_id = trade.order()
    (line,) = trade.order_lines(order_id)
    _reserve(trade, order_id)
    sales.deliver(
        trade.connection, order_id=order_id, delivered_on=day(2), quantities={line: Decimal(4)}
    )
    assert _kept(trade, order_id) == 6


def test_a_cancellation_lets_go_what_nobody_needs_any_more(trade: Trade) -> None:
    _stock(trade, 8)
    order_id = trade.order()
    (line,) = trade.order_lines(order_id)
    _reserve(trade, order_id)
    for quantity, left in ((2, 8), (3, 5), (5, None)):
        sales.cancel_remainder(
            trade.connection,
            order_id=order_id,
            cancelled_on=day(2),
            reason="less",
            quantities={line: Decimal(quantity)},
        )
        assert _kept(trade, order_id) == left


def test_nothing_is_kept_for_an_order_on_hold(trade: Trade) -> None:
    party.change_customer(trade.connection, customer_id=trade.customer, credit_limit=Decimal(1))
    with pytest.raises(OrderOnHold):
        _reserve(trade, trade.order())


def test_nothing_is_kept_in_a_place_of_another_company(trade: Trade) -> None:
    _stock(trade, 50)
    swiss = found_company(
        trade.connection, company_code="CH", name="Filiale", country_code="CH", currency_code="CHF"
    )
    order_id = trade.order()
    abroad = stock.location(trade.connection, company_id=swiss)
    with pytest.raises(ForeignPlace, match="MAIN is not a place of company 1"):
        sales.reserve_order(
            trade.connection, order_id=order_id, reserved_on=day(1), location_id=abroad
        )
    _reserve(trade, order_id)
    with pytest.raises(
        psycopg.errors.CheckViolation, match=r"MAIN is a place of company \d+: order"
    ):
        trade.connection.execute("update erp.stock_reservations set location_id = %s", [abroad])


def test_nothing_is_kept_before_the_order_or_after_its_delivery(trade: Trade) -> None:
    order_id = trade.order()
    with pytest.raises(TooEarly, match="reservation of order"):
        _reserve(trade, order_id, on=-1)
    sales.deliver(trade.connection, order_id=order_id, delivered_on=day(1))
    with pytest.raises(NothingToDeliver):
        _reserve(trade, order_id)
    with pytest.raises(NotFound, match="order 999999"):
        _reserve(trade, 999_999)
