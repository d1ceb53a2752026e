"""Worth that changes without goods, by rows and entries of its own."""

from __future__ import annotations

from decimal import Decimal

import pytest
from trade import day
from warehouse import Warehouse

from operations.erp.accounting.errors import PeriodClosed
from operations.erp.accounting.periods import close_period
from operations.erp.catalog import commands as catalog
from operations.erp.stock import commands as stock
from operations.erp.stock.errors import AtStandardCost, NothingOnHand, WorthLessThanNothing
from operations.errors import InvalidValue, NotFound


def _revalue(
    warehouse: Warehouse,
    amounts: dict[int, str],
    gone: dict[int, str] | None = None,
    counter_account: str | None = None,
) -> None:
    stock.revalue(
        warehouse.connection,
        company_id=1,
        revalued_on=day(5),
        document_type="landed_cost",
        document_number="LC1",
        amounts={key: Decimal(amount) for key, amount in amounts.items()},
        gone={key: Decimal(amount) for key, amount in (gone or {}).items()},
        counter_account=counter_account,
    )


def test_freight_that_comes_late_is_borne_by_what_is_on_hand(warehouse: Warehouse) -> None:
    warehouse.receive(warehouse.valve, 10, "700")
    _revalue(warehouse, {warehouse.valve: "30"})
    assert warehouse.entry("LC1") == [("6037", 0, 30), ("37", 30, 0)]
    assert warehouse.ship(warehouse.valve, 1).value == 73


def test_a_late_cost_is_split_between_what_is_here_and_what_has_gone(warehouse: Warehouse) -> None:
    warehouse.receive(warehouse.valve, 10, "700")
    warehouse.ship(warehouse.valve, 4)
    _revalue(warehouse, {warehouse.valve: "30"}, {warehouse.valve: "20"}, counter_account="471")
    assert warehouse.entry("LC1") == [("471", 0, 50), ("6037", 20, 0), ("37", 30, 0)]
    assert warehouse.worth(warehouse.valve) == 450


def test_a_rebate_lowers_what_is_on_hand(warehouse: Warehouse) -> None:
    warehouse.receive(warehouse.valve, 10, "700")
    _revalue(warehouse, {warehouse.valve: "-100"})
    assert warehouse.entry("LC1") == [("6037", 100, 0), ("37", 0, 100)]
    assert warehouse.worth(warehouse.valve) == 600


def test_standard_goods_bear_no_late_cost(warehouse: Warehouse) -> None:
    warehouse.receive(warehouse.pump, 10, "600")
    with pytest.raises(AtStandardCost, match="valued at standard cost"):
        _revalue(warehouse, {warehouse.pump: "30"})


def test_goods_that_are_not_there_bear_nothing(warehouse: Warehouse) -> None:
    warehouse.receive(warehouse.valve, 1, "70")
    warehouse.ship(warehouse.valve, 1)
    with pytest.raises(NothingOnHand, match="could bear 30"):
        _revalue(warehouse, {warehouse.valve: "30"})


def test_goods_are_not_worth_less_than_nothing(warehouse: Warehouse) -> None:
    warehouse.receive(warehouse.valve, 1, "70")
    with pytest.raises(WorthLessThanNothing, match=r"worth 70\.00 and cannot bear -71"):
        _revalue(warehouse, {warehouse.valve: "-71"})


def test_a_revaluation_of_nothing_or_in_fractions_of_a_cent_is_refused(
    warehouse: Warehouse,
) -> None:
    with pytest.raises(InvalidValue, match="changes no worth"):
        _revalue(warehouse, {})
    with pytest.raises(InvalidValue, match="2 decimals"):
        _revalue(warehouse, {warehouse.valve: "0.001"})
    with pytest.raises(NotFound, match="product 999999"):
        _revalue(warehouse, {999_999: "1"})


def test_a_new_standard_cost_is_posted_as_a_variance(warehouse: Warehouse) -> None:
    warehouse.receive(warehouse.pump, 10, "600")
    catalog.set_cost(
        warehouse.connection,
        product_id=warehouse.pump,
        unit_cost=Decimal("63"),
        valid_from=day(4),
    )
    number = stock.revalue_to_standard(warehouse.connection, company_id=1, on=day(4))
    assert number is not None
    assert warehouse.entry(number) == [("60379", 0, 30), ("37", 30, 0)]
    assert warehouse.worth(warehouse.pump) == 630
    assert stock.revalue_to_standard(warehouse.connection, company_id=1, on=day(5)) is None


def test_only_the_products_that_are_named_are_set_to_standard(warehouse: Warehouse) -> None:
    hose = warehouse.trade.hose
    for key, value in ((warehouse.pump, "58"), (hose, "4")):
        warehouse.move(key, 1, warehouse.customers, warehouse.main, value=value)
    stock.revalue_to_standard(warehouse.connection, company_id=1, on=day(4), product_ids=[hose])
    assert (warehouse.worth(warehouse.pump), warehouse.worth(hose)) == (58, 5)


def test_a_closed_month_is_not_revalued(warehouse: Warehouse) -> None:
    warehouse.receive(warehouse.valve, 10, "700")
    warehouse.move(warehouse.pump, 1, warehouse.customers, warehouse.main, value="58")
    close_period(warehouse.connection, month=day(1))
    with pytest.raises(PeriodClosed, match="landed cost LC1"):
        _revalue(warehouse, {warehouse.valve: "1"})
    with pytest.raises(PeriodClosed, match="revaluation of the stock"):
        stock.revalue_to_standard(warehouse.connection, company_id=1, on=day(4))
