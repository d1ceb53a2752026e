"""Goods kept for one order do not leave for another."""

from __future__ import annotations

from decimal import Decimal

import psycopg
import pytest
from trade import Trade, day
from warehouse import Warehouse

from operations.erp.sales import commands as sales
from operations.erp.sales.model import Line
from operations.erp.stock import commands as stock
from operations.erp.stock.errors import Reserved
from operations.errors import NotFound


def _order(trade: Trade, quantity: int) -> tuple[int, int]:
    """An order of pumps, and its line."""
    order_id = trade.order(Line(trade.pump, Decimal(quantity), Decimal(100)))
    (line,) = trade.order_lines(order_id)
    return order_id, line


def _reserve(warehouse: Warehouse, line: int, quantity: int) -> Decimal:
    return stock.reserve(
        warehouse.connection,
        company_id=1,
        location_id=warehouse.main,
        quantities={line: Decimal(quantity)},
        reserved_on=day(1),
    )[line]


def _free(warehouse: Warehouse) -> Decimal:
    return stock.available(warehouse.connection, company_id=1, product_id=warehouse.pump)


def test_goods_are_kept_up_to_what_is_free(warehouse: Warehouse) -> None:
    warehouse.receive(warehouse.pump, 5, "300")
    _, first = _order(warehouse.trade, 3)
    _, second = _order(warehouse.trade, 4)
    assert [_reserve(warehouse, first, 3), _reserve(warehouse, second, 4)] == [3, 2]
    assert _free(warehouse) == 0
    assert stock.reserved(warehouse.connection, [first, second]) == {first: 3, second: 2}


def test_what_is_let_go_is_free_again(warehouse: Warehouse) -> None:
    warehouse.receive(warehouse.pump, 5, "300")
    _, line = _order(warehouse.trade, 3)
    _reserve(warehouse, line, 3)
    stock.release(warehouse.connection, quantities={line: Decimal(1)})
    assert _free(warehouse) == 3
    stock.release(warehouse.connection, order_line_ids=[line])
    assert _free(warehouse) == 5


def test_a_delivery_takes_what_was_kept_for_it(warehouse: Warehouse) -> None:
    warehouse.receive(warehouse.pump, 5, "300")
    order_id, line = _order(warehouse.trade, 3)
    _reserve(warehouse, line, 3)
    sales.deliver(
        warehouse.connection,
        order_id=order_id,
        delivered_on=day(2),
        quantities={line: Decimal(2)},
    )
    assert stock.reserved(warehouse.connection, [line]) == {line: 1}
    assert _free(warehouse) == 2


def test_what_is_kept_for_one_order_is_not_delivered_to_another(warehouse: Warehouse) -> None:
    warehouse.receive(warehouse.pump, 5, "300")
    _, line = _order(warehouse.trade, 3)
    _reserve(warehouse, line, 3)
    other, _ = _order(warehouse.trade, 4)
    with pytest.raises(Reserved, match=r"Product P\d+: 4 cannot leave, 2 are not kept"):
        sales.deliver(warehouse.connection, order_id=other, delivered_on=day(2))


def test_an_unknown_line_is_refused(warehouse: Warehouse) -> None:
    with pytest.raises(NotFound, match="order line 999999"):
        _reserve(warehouse, 999_999, 1)


def test_keeping_more_than_is_there_past_the_command_is_refused(warehouse: Warehouse) -> None:
    warehouse.receive(warehouse.pump, 5, "300")
    _, line = _order(warehouse.trade, 6)
    _reserve(warehouse, line, 5)
    with pytest.raises(psycopg.errors.CheckViolation, match="In MAIN, 6 would be reserved of 5"):
        warehouse.connection.execute("update erp.stock_reservations set quantity = 6")
