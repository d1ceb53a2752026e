"""Goods moved by hand, and what was found when they were counted."""

from __future__ import annotations

from decimal import Decimal

import pytest
from trade import day
from warehouse import Warehouse

from operations.erp.stock.commands import keep_product, location, on_hand, open_location
from operations.erp.stock.errors import CountedByLot
from operations.erp.stock.transfers import Difference, count, transfer
from operations.errors import InvalidValue


def test_goods_go_to_another_place_without_an_entry(warehouse: Warehouse) -> None:
    warehouse.receive(warehouse.valve, 10, "700")
    open_location(warehouse.connection, code="SHOP", name="Shop")
    number = transfer(
        warehouse.connection,
        moved_on=day(2),
        quantities={warehouse.valve: Decimal(4)},
        from_code="MAIN",
        to_code="SHOP",
    )
    assert number == "SD00001"
    shop = location(warehouse.connection, code="SHOP")
    lying = on_hand(
        warehouse.connection, company_id=1, product_id=warehouse.valve, location_id=shop
    )
    assert lying == 4
    assert warehouse.there(warehouse.valve) == 10
    assert warehouse.entry(number) == []


def test_what_a_count_misses_is_a_charge_of_its_own_account(warehouse: Warehouse) -> None:
    warehouse.receive(warehouse.valve, 10, "700")
    found = count(warehouse.connection, counted_on=day(2), quantities={warehouse.valve: Decimal(8)})
    assert found.differences == (Difference(warehouse.valve, Decimal(10), Decimal(8)),)
    assert found.count_number == "SK00001"
    assert warehouse.there(warehouse.valve) == 8
    assert warehouse.entry("SK00001") == [("60378", 140, 0), ("37", 0, 140)]


def test_what_a_count_finds_too_much_is_income(warehouse: Warehouse) -> None:
    warehouse.receive(warehouse.valve, 10, "700")
    count(warehouse.connection, counted_on=day(2), quantities={warehouse.valve: Decimal(11)})
    assert warehouse.entry("SK00001") == [("60378", 0, 70), ("37", 70, 0)]


def test_a_count_that_agrees_takes_no_number(warehouse: Warehouse) -> None:
    warehouse.receive(warehouse.valve, 10, "700")
    found = count(
        warehouse.connection, counted_on=day(2), quantities={warehouse.valve: Decimal(10)}
    )
    assert (found.count_number, found.differences) == (None, ())


def test_counting_below_nothing_is_refused(warehouse: Warehouse) -> None:
    with pytest.raises(InvalidValue, match="below zero"):
        count(warehouse.connection, counted_on=day(2), quantities={warehouse.valve: Decimal(-1)})


def test_counting_a_product_tracked_by_lot_as_one_is_refused(warehouse: Warehouse) -> None:
    product_id = warehouse.trade.product("Glue", price="9", cost="5")
    keep_product(warehouse.connection, product_id=product_id, is_lot_tracked=True)
    with pytest.raises(CountedByLot):
        count(warehouse.connection, counted_on=day(2), quantities={product_id: Decimal(1)})
