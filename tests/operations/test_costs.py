"""What a product costs: one cost a day, and a past that does not change."""

from __future__ import annotations

from decimal import Decimal

import psycopg
import pytest
from trade import DAY, Trade, day

from operations.erp.catalog import commands as catalog
from operations.erp.catalog.model import CostInThePast
from operations.errors import InvalidValue


def test_a_new_cost_ends_the_one_before_on_its_eve(trade: Trade) -> None:
    catalog.set_cost(
        trade.connection, product_id=trade.pump, unit_cost=Decimal(70), valid_from=day(10)
    )
    found = [
        catalog.cost_in_force(trade.connection, trade.pump, day(number))
        for number in (-1, 0, 9, 10, 1000)
    ]
    assert found == [None, 60, 60, 70, 70]


@pytest.mark.parametrize("start", [0, -5])
def test_a_cost_that_would_change_the_past_is_refused(trade: Trade, start: int) -> None:
    with pytest.raises(CostInThePast, match=r"P\d+ has a cost from 2024-03-01"):
        catalog.set_cost(
            trade.connection, product_id=trade.pump, unit_cost=Decimal(1), valid_from=day(start)
        )


def test_the_database_refuses_two_costs_on_one_day(trade: Trade) -> None:
    with pytest.raises(psycopg.errors.ExclusionViolation, match="one_cost_a_day"):
        trade.connection.execute(
            "insert into erp.product_costs (product_id, valid_from, valid_to, unit_cost)"
            " values (%s, %s, %s, 1)",
            [trade.pump, day(-10), DAY],
        )


def test_two_products_may_have_a_cost_on_the_same_day(trade: Trade) -> None:
    assert catalog.cost_in_force(trade.connection, trade.pump, DAY) == 60
    assert catalog.cost_in_force(trade.connection, trade.hose, DAY) == 5


@pytest.mark.parametrize("price", ["-1", "1.00001"])
def test_a_price_is_not_below_zero_and_has_four_decimals(trade: Trade, price: str) -> None:
    with pytest.raises(InvalidValue, match="list price of Valve"):
        trade.product("Valve", price=price, cost=None)
