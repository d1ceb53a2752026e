"""What is to be made and bought, from what is asked for, there and coming: without a store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import pytest
from trade import DAY, day

from operations.erp.catalog.structure import Bill, Component
from operations.erp.production.errors import CyclicBill
from operations.erp.production.netting import Flow, Item, Proposal, Situation, levels, netted
from operations.erp.production.reorder import Rule

STATION, FRAME, STEEL, MOTOR = 1, 2, 3, 4
MAIN = 7
NUMBERS = {STATION: "Station", FRAME: "Frame", STEEL: "Steel", MOTOR: "Motor"}


def _bill(product: int, *parts: tuple[int, str]) -> Bill:
    components = tuple(Component(key, Decimal(quantity)) for key, quantity in parts)
    return Bill(product, product, Decimal(1), components)


BILLS = {
    STATION: _bill(STATION, (FRAME, "1"), (MOTOR, "1"), (STEEL, "1")),
    FRAME: _bill(FRAME, (STEEL, "2")),
}


def _items(**days: int) -> dict[int, Item]:
    return {
        key: Item(
            key,
            number,
            BILLS.get(key),
            buy_days=days.get("buy", 0),
            run_days=Decimal(days.get("make", 0)),
        )
        for key, number in NUMBERS.items()
    }


def _asked(product: int, quantity: int, on: dt.date, document: str = "SO1") -> Flow:
    return Flow(product, MAIN, on, Decimal(-quantity), document)


def _coming(product: int, quantity: int, on: dt.date) -> Flow:
    return Flow(product, MAIN, on, Decimal(quantity), "PO1")


def _net(
    *flows: Flow,
    rules: Sequence[Rule] = (),
    there: dict[int, int] | None = None,
    items: dict[int, Item] | None = None,
) -> list[Proposal]:
    return netted(
        Situation(
            DAY,
            items or _items(),
            {(key, MAIN): Decimal(quantity) for key, quantity in (there or {}).items()},
            {(rule.product_id, rule.location_id): rule for rule in rules},
            flows,
        )
    )


def _said(proposals: Sequence[Proposal]) -> list[tuple[int, str, Decimal, dt.date]]:
    return [(each.product_id, each.source, each.quantity, each.order_on) for each in proposals]


def test_what_is_made_asks_for_its_components_level_by_level() -> None:
    assert _said(_net(_asked(STATION, 10, day(9)), there={FRAME: 4, STEEL: 5})) == [
        (STATION, "make", 10, day(9)),
        (FRAME, "make", 6, day(9)),
        (MOTOR, "buy", 10, day(9)),
        (STEEL, "buy", 17, day(9)),  # 10 for the stations, 12 for six frames, less 5
    ]


def test_each_level_begins_its_lead_time_before_it_is_needed() -> None:
    proposals = _net(_asked(STATION, 2, day(20)), items=_items(make=1, buy=5))
    assert _said(proposals) == [
        (STATION, "make", 2, day(18)),
        (FRAME, "make", 2, day(16)),
        (MOTOR, "buy", 2, day(13)),
        (STEEL, "buy", 4, day(11)),  # for the frames
        (STEEL, "buy", 2, day(13)),  # for the stations
    ]
    assert not any(each.is_late for each in proposals)


def test_what_should_have_begun_before_today_is_late() -> None:
    (motors,) = _net(_asked(MOTOR, 2, day(2)), items=_items(buy=5))
    assert (motors.order_on, motors.needed_on, motors.is_late) == (DAY, day(2), True)


def test_what_is_there_and_comes_in_time_is_not_bought() -> None:
    flows = (_asked(MOTOR, 10, day(9)), _coming(MOTOR, 4, day(9)))
    assert _net(*flows, there={MOTOR: 6}) == []


def test_what_comes_too_late_is_bought_for_its_day_and_counts_afterwards() -> None:
    flows = (
        _asked(MOTOR, 10, day(5)),
        _coming(MOTOR, 10, day(8)),
        _asked(MOTOR, 10, day(9), "SO2"),
    )
    assert _said(_net(*flows)) == [(MOTOR, "buy", 10, day(5))]


def test_below_the_minimum_it_is_replenished_to_the_maximum_in_multiples() -> None:
    rule = Rule(MOTOR, MAIN, Decimal(5), Decimal(30), Decimal(12))
    (motors,) = _net(rules=[rule], there={MOTOR: 4})
    assert motors.quantity == 36  # 26 are lacking: three dozens
    assert _net(rules=[rule], there={MOTOR: 5}) == []


def test_the_minimum_stays_when_goods_are_sold() -> None:
    rule = Rule(MOTOR, MAIN, Decimal(5), lead_time_days=3)
    (motors,) = _net(_asked(MOTOR, 4, day(9)), rules=[rule], there={MOTOR: 6})
    assert (motors.quantity, motors.order_on) == (3, day(6))


def test_a_rule_says_whether_it_is_made_or_bought() -> None:
    rule = Rule(FRAME, MAIN, source="buy")
    assert _said(_net(_asked(FRAME, 1, day(9)), rules=[rule])) == [(FRAME, "buy", 1, day(9))]


def test_what_has_no_bill_is_bought_whatever_the_rule_says() -> None:
    rule = Rule(MOTOR, MAIN, source="make")
    assert _said(_net(_asked(MOTOR, 1, day(9)), rules=[rule])) == [(MOTOR, "buy", 1, day(9))]


def test_what_is_below_zero_is_needed_today() -> None:
    assert _said(_net(there={MOTOR: -3})) == [(MOTOR, "buy", 3, DAY)]


def test_what_is_overdue_is_needed_today() -> None:
    (motors,) = _net(_asked(MOTOR, 2, day(-9)))
    assert motors.needed_on == DAY


def test_a_proposal_says_why() -> None:
    rule = Rule(MOTOR, MAIN, Decimal(5), Decimal(20), Decimal(10), lead_time_days=4)
    flows = (_asked(MOTOR, 8, day(9)), _coming(MOTOR, 2, day(7)))
    (motors,) = _net(*flows, rules=[rule], there={MOTOR: 10})
    assert (motors.on_hand, motors.demand, motors.on_order, motors.minimum) == (10, 8, 2, 5)
    assert motors.quantity == 20
    assert motors.reason == (
        "10 there; 8 for SO1 on 2024-03-10; 2 by PO1 on 2024-03-08; at least 5, up to 20; in"
        " multiples of 10; 4 days before"
    )


def test_a_service_among_the_components_is_not_planned() -> None:
    items = _items()
    del items[MOTOR]
    assert MOTOR not in {each.product_id for each in _net(_asked(STATION, 1, day(9)), items=items)}


def test_products_made_of_each_other_are_named() -> None:
    bills = {FRAME: _bill(FRAME, (STEEL, "1")), STEEL: _bill(STEEL, (FRAME, "1"))}
    with pytest.raises(CyclicBill, match="Frame, Steel are made of each other"):
        levels(bills, NUMBERS)
