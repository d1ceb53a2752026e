"""Freight and duties that arrive after the goods: the stock bears its part, the rest is cost."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import psycopg
import pytest
from buying import Buying
from trade import day

from operations.erp.purchasing import commands as purchasing
from operations.erp.purchasing.errors import DuplicateReference, NoLines, NotTheirs, TooEarly
from operations.erp.purchasing.model import OrderLine
from operations.errors import InvalidValue, NotFound

ALLOCATIONS = (
    "select basis_measure, quantity_on_hand, quantity_left, amount_base, stock_amount_base,"
    " cost_amount_base from erp.landed_cost_allocations order by receipt_line_id"
)


def _land(buying: Buying, receipt_lines: list[int], amount: str, **given: Any) -> int:
    return purchasing.add_landed_cost(
        buying.connection,
        supplier_id=given.pop("supplier_id", buying.supplier),
        supplier_reference=given.pop("reference", "T-1"),
        posted_on=day(given.pop("on", 20)),
        net_amount=Decimal(amount),
        kind=given.pop("kind", "freight"),
        basis=given.pop("basis", "value"),
        receipt_line_ids=receipt_lines,
        **given,
    )


def _received(buying: Buying, quantity: str = "10", price: str = "60") -> list[int]:
    return buying.receipt_lines(buying.receive(buying.order_pumps(quantity, price)))


def test_what_is_here_raises_the_stock_and_what_left_is_cost(buying: Buying) -> None:
    lines = _received(buying)
    buying.sell("4")
    landed = _land(buying, lines, "100")
    assert buying.connection.execute(ALLOCATIONS).fetchall() == [(600, 6, 4, 100, 60, 40)]
    assert buying.entries(buying.number("landed_cost", landed)) == [
        ("6037", 0, 60),
        ("37", 60, 0),
    ]
    assert buying.balances("608", "401", "44566") == {"608": 100, "401": -120, "44566": 20}
    assert buying.cost_of_sales() == 280  # four pumps at 60, and 40 of freight


@pytest.mark.parametrize(
    ("basis", "shares"), [("value", [90, 10]), ("quantity", [50, 50]), ("weight", [75, 25])]
)
def test_a_cost_is_borne_by_value_quantity_or_weight(
    buying: Buying, basis: str, shares: list[int]
) -> None:
    lines = [*_received(buying, "10", "90"), *_received(buying, "10", "10")]
    weights = {lines[0]: Decimal(30), lines[1]: Decimal(10)}
    _land(buying, lines, "100", basis=basis, weights=weights)
    borne = buying.connection.execute(ALLOCATIONS).fetchall()
    assert [row[3] for row in borne] == shares


def test_what_came_first_left_first(buying: Buying) -> None:
    early, late = _received(buying), _received(buying)
    buying.sell("12")
    _land(buying, [*early, *late], "40", basis="quantity")
    assert [row[1:3] for row in buying.connection.execute(ALLOCATIONS)] == [(0, 10), (8, 2)]


def test_what_went_back_bears_nothing(buying: Buying) -> None:
    order_id = buying.order()
    receipt_id = buying.receive(order_id)
    buying.give_back(order_id, receipt_id, "4")
    _land(buying, buying.receipt_lines(receipt_id), "60")
    assert buying.connection.execute(ALLOCATIONS).fetchall() == [(360, 6, 0, 60, 60, 0)]


def test_goods_at_standard_cost_leave_the_stock_alone(buying: Buying) -> None:
    order_id = buying.order(OrderLine(buying.hose, Decimal(10), Decimal(5)))
    landed = _land(buying, buying.receipt_lines(buying.receive(order_id)), "10")
    assert buying.connection.execute(ALLOCATIONS).fetchall() == [(50, 10, 0, 10, 0, 10)]
    assert buying.entries(buying.number("landed_cost", landed)) == []
    assert buying.cost_of_sales() == 10


def test_a_cost_is_allocated_to_the_cent(buying: Buying) -> None:
    lines = [line for _ in range(3) for line in _received(buying)]
    _land(buying, lines, "100")
    total = "select sum(amount_base) from erp.landed_cost_allocations"
    assert buying.trade.row(total) == 100


def test_a_landed_cost_may_be_in_another_currency(buying: Buying) -> None:
    landed = _land(
        buying,
        _received(buying),
        "100",
        supplier_id=buying.register("Sea Freight", "US"),
        currency_code="USD",
        exchange_rate=Decimal("0.9"),
        is_taxed=False,
    )
    amount = "select amount_base from erp.landed_costs where landed_cost_id = %s"
    assert buying.trade.row(amount, landed) == 90


def test_a_landed_cost_makes_sense(buying: Buying) -> None:
    lines = _received(buying)
    with pytest.raises(NoLines, match="landed cost T-1"):
        _land(buying, [], "100")
    with pytest.raises(NotFound, match="receipt line 999999"):
        _land(buying, [999_999], "100")
    with pytest.raises(TooEarly, match=r"landed cost of receipt RC\d+"):
        _land(buying, lines, "100", on=4)
    with pytest.raises(InvalidValue, match="'gift' by 'value'"):
        _land(buying, lines, "100", kind="gift")
    with pytest.raises(InvalidValue, match="no weight to bear"):
        _land(buying, lines, "100", basis="weight")
    with pytest.raises(InvalidValue, match="is 0"):
        _land(buying, lines, "0")


def test_a_receipt_of_another_company_bears_nothing(buying: Buying) -> None:
    other = buying.trade.row(
        "insert into erp.companies (company_code, name, country_code, currency_code)"
        " values ('LYON', 'Filiale', 'FR', 'EUR') returning company_id"
    )
    with pytest.raises(NotTheirs, match="is not borne by receipt"):
        _land(buying, _received(buying), "100", company_id=other)


def test_goods_that_all_went_back_bear_nothing(buying: Buying) -> None:
    order_id = buying.order()
    receipt_id = buying.receive(order_id)
    buying.give_back(order_id, receipt_id, "10")
    with pytest.raises(InvalidValue, match="nothing was kept"):
        _land(buying, buying.receipt_lines(receipt_id), "10")


def test_the_invoice_of_a_landed_cost_is_recorded_once(buying: Buying) -> None:
    lines = _received(buying)
    _land(buying, lines, "100")
    with pytest.raises(DuplicateReference):
        _land(buying, lines, "100", reference="t 1")


def test_a_cost_allocated_in_part_past_the_command_is_refused(buying: Buying) -> None:
    _land(buying, _received(buying), "100")
    buying.connection.execute(
        "update erp.landed_cost_allocations set amount_base = 99, stock_amount_base = 99"
    )
    with pytest.raises(psycopg.errors.CheckViolation, match=r"99\.00 allocated of 100\.00"):
        buying.connection.execute("set constraints all immediate")
