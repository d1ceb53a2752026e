"""What products are made of and how, never of themselves; and what that costs, level by level."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import psycopg
import pytest
from trade import DAY, Trade, day

from operations.database.server import Store
from operations.erp.catalog import commands as catalog
from operations.erp.catalog.errors import CodeTaken, MadeOfItself, MixedCurrencies, NotMade
from operations.erp.catalog.model import NoCostInForce
from operations.erp.catalog.structure import (
    Bill,
    Component,
    Operation,
    RolledUp,
    Routing,
    Step,
    Structure,
    rolled_up,
)
from operations.errors import InvalidValue, NotFound
from operations.validity import BeganAlready
from operations.versions import LostUpdate


def _made_of(trade: Trade, product: int, *parts: tuple[int, str], on: dt.date = DAY) -> int:
    return catalog.set_bill_of_materials(
        trade.connection,
        product_id=product,
        components=[Component(part, Decimal(quantity)) for part, quantity in parts],
        valid_from=on,
    )


def _bench(trade: Trade, code: str = "BENCH", cost: str = "42") -> int:
    return catalog.open_work_centre(
        trade.connection, work_centre_code=code, name="Bench", hourly_cost=Decimal(cost)
    )


def test_a_bill_says_what_a_quantity_takes_with_what_is_lost(trade: Trade) -> None:
    kit = trade.product("Kit", price="300", cost=None)
    catalog.set_bill_of_materials(
        trade.connection,
        product_id=kit,
        output_quantity=Decimal(10),
        components=[
            Component(trade.pump, Decimal(10)),
            Component(trade.hose, Decimal(25), scrap_rate=Decimal("0.03")),
        ],
        valid_from=DAY,
    )
    bill = catalog.bill_in_force(trade.connection, product_id=kit, on=DAY)
    assert bill is not None
    assert bill.needs(Decimal(4)) == {trade.pump: 4, trade.hose: Decimal("10.3093")}


def test_a_new_bill_or_routing_ends_the_one_before_on_its_eve(trade: Trade) -> None:
    kit, bench = trade.product("Kit", price="300", cost=None), _bench(trade)
    bills = [
        _made_of(trade, kit, (trade.pump, "1")),
        _made_of(trade, kit, (trade.pump, "2"), on=day(10)),
    ]
    routings = [
        catalog.set_routing(
            trade.connection,
            product_id=kit,
            operations=[Operation(bench, "Assemble", run_hours=Decimal(hours))],
            valid_from=day(start),
        )
        for hours, start in (("0.5", 0), ("0.4", 10))
    ]
    for when, place in ((9, 0), (10, 1)):
        bill = catalog.bill_in_force(trade.connection, product_id=kit, on=day(when))
        routing = catalog.routing_in_force(trade.connection, product_id=kit, on=day(when))
        assert bill
        assert routing
        assert (bill.bill_of_materials_id, routing.routing_id) == (bills[place], routings[place])
    assert catalog.bill_in_force(trade.connection, product_id=kit, on=day(-1)) is None
    assert catalog.routing_in_force(trade.connection, product_id=kit, on=day(-1)) is None
    with pytest.raises(BeganAlready, match=r"bill of materials of product P\d+"):
        _made_of(trade, kit, (trade.pump, "3"), on=day(10))


def test_the_steps_of_a_routing_come_in_their_order_with_what_an_hour_costs(trade: Trade) -> None:
    kit, bench, oven = trade.product("Kit", price="1", cost=None), _bench(trade), _bench(trade, "O")
    catalog.set_routing(
        trade.connection,
        product_id=kit,
        operations=[
            Operation(oven, "Harden", setup_hours=Decimal(1), run_hours=Decimal("0.25")),
            Operation(bench, "Assemble", run_hours=Decimal("0.5")),
        ],
        valid_from=DAY,
    )
    catalog.change_hourly_cost(
        trade.connection, work_centre_id=oven, hourly_cost=Decimal(60), expected_version=1
    )
    routing = catalog.routing_in_force(trade.connection, product_id=kit, on=DAY)
    assert routing
    assert [(step.operation_number, step.name, step.hourly_cost) for step in routing.steps] == [
        (10, "Harden", 60),
        (20, "Assemble", 42),
    ]
    assert routing.steps[0].hours(Decimal(8)) == 3


def test_a_product_made_of_itself_is_refused_however_many_steps_down(trade: Trade) -> None:
    inner, middle, outer = (
        trade.product(name, price="1", cost=None) for name in ("Inner", "Middle", "Outer")
    )
    _made_of(trade, middle, (inner, "1"))
    _made_of(trade, outer, (trade.hose, "1"), (middle, "1"))
    for part in (inner, middle, outer):
        with pytest.raises(MadeOfItself, match=r"P\d+ cannot be made of P\d+"):
            _made_of(trade, inner, (trade.pump, "1"), (part, "1"))


def test_bills_of_different_days_make_no_circle(trade: Trade) -> None:
    one, other = (trade.product(name, price="1", cost=None) for name in ("One", "Other"))
    _made_of(trade, one, (other, "1"))
    _made_of(trade, one, (trade.pump, "1"), on=day(10))
    _made_of(trade, other, (one, "1"), on=day(10))
    with pytest.raises(MadeOfItself, match="on 2024-03-16"):
        _made_of(trade, one, (other, "1"), on=day(15))


def test_a_circle_whose_bills_never_hold_together_is_none(trade: Trade) -> None:
    outer, middle, inner = (
        trade.product(name, price="1", cost=None) for name in ("Outer", "Middle", "Inner")
    )
    _made_of(trade, middle, (inner, "1"))
    _made_of(trade, middle, (trade.pump, "1"), on=day(10))
    _made_of(trade, inner, (outer, "1"), on=day(10))
    _made_of(trade, outer, (middle, "1"))


def test_who_brings_the_other_half_of_a_circle_waits_for_the_first(own_store: Store) -> None:
    with psycopg.connect(own_store.writer) as one, psycopg.connect(own_store.writer) as other:
        trade = Trade(one)
        one.commit()
        _made_of(trade, trade.pump, (trade.hose, "1"))
        other.execute("set lock_timeout = '20ms'")

        def bring_the_other_half() -> None:
            catalog.set_bill_of_materials(
                other,
                product_id=trade.hose,
                components=[Component(trade.pump, Decimal(1))],
                valid_from=DAY,
            )

        with pytest.raises(psycopg.errors.LockNotAvailable):
            bring_the_other_half()
        other.rollback()
        one.commit()
        with pytest.raises(MadeOfItself):
            bring_the_other_half()


CIRCLE = (
    "insert into erp.bom_lines (bill_of_materials_id, line_number, component_id, quantity)"
    " values (%s, 9, %s, 1)"
)


def test_the_database_refuses_a_product_made_of_itself(trade: Trade) -> None:
    one, other = (trade.product(name, price="1", cost=None) for name in ("One", "Other"))
    _made_of(trade, one, (other, "1"))
    bill = _made_of(trade, other, (trade.pump, "1"))
    with pytest.raises(psycopg.errors.CheckViolation, match=r"P\d+ would be made of itself"):
        trade.connection.execute(CIRCLE, [bill, one])


@pytest.mark.parametrize(
    "change",
    [
        "update erp.bom_lines set component_id = %(one)s where component_id = %(pump)s",
        "update erp.bills_of_materials set product_id = %(pump)s where product_id = %(one)s",
    ],
)
def test_the_database_refuses_a_circle_made_by_a_change(trade: Trade, change: str) -> None:
    one, other = (trade.product(name, price="1", cost=None) for name in ("One", "Other"))
    _made_of(trade, one, (other, "1"))
    _made_of(trade, other, (trade.pump, "1"))
    with pytest.raises(psycopg.errors.CheckViolation, match="made of itself"):
        trade.connection.execute(change.encode(), {"one": one, "pump": trade.pump})


def test_the_database_refuses_two_bills_or_routings_on_one_day(trade: Trade) -> None:
    _made_of(trade, trade.pump, (trade.hose, "1"))
    for table, rule in (("bills_of_materials", "one_bill_a_day"), ("routings", "one_routing")):
        add = f"insert into erp.{table} (product_id, valid_from) values (%s, %s)"
        with (
            pytest.raises(psycopg.errors.ExclusionViolation, match=rule),
            trade.connection.transaction(),
        ):
            for start in (3, 5):
                trade.connection.execute(add.encode(), [trade.pump, day(start)])


def test_the_cost_of_a_product_rolls_up_from_what_is_bought_through_every_level() -> None:
    """Four hoses at 5 make two sets, in 0.5 h at 40 each; three, 4 % lost, make a kit."""
    hose, kit_set, kit = 1, 2, 3
    bench, oven = (
        Step(1, 10, 1, "Bench", Decimal(0), Decimal("0.5"), Decimal(40)),
        Step(2, 10, 2, "Oven", Decimal(2), Decimal("0.1"), Decimal(60)),
    )
    structure = Structure(
        bills={
            kit_set: Bill(1, kit_set, Decimal(2), (Component(hose, Decimal(4)),)),
            kit: Bill(2, kit, Decimal(1), (Component(kit_set, Decimal(3), Decimal("0.04")),)),
        },
        routings={
            kit_set: Routing(1, kit_set, Decimal(1), (bench,)),
            kit: Routing(2, kit, Decimal(8), (oven,)),
        },
        bought={hose: Decimal(5)},
    )
    assert rolled_up(structure, kit_set) == RolledUp(Decimal(10), Decimal(20))
    # 3 / 0.96 sets of 30; (0.1 + 2 / 8) hours of 60
    assert rolled_up(structure, kit) == RolledUp(Decimal("93.75"), Decimal(21))


def test_a_rolled_up_cost_becomes_the_standard_cost_from_a_day_on(trade: Trade) -> None:
    kit, bench = trade.product("Kit", price="300", cost=None), _bench(trade)
    _made_of(trade, kit, (trade.pump, "1"), (trade.hose, "2.5"))
    catalog.set_routing(
        trade.connection,
        product_id=kit,
        operations=[Operation(bench, "Assemble", run_hours=Decimal("0.25"))],
        valid_from=DAY,
    )
    cost = catalog.adopt_rolled_up_cost(trade.connection, product_id=kit, valid_from=day(5))
    assert cost == RolledUp(Decimal("72.5"), Decimal("10.5"))
    assert catalog.cost_in_force(trade.connection, kit, day(5)) == 83
    assert catalog.cost_in_force(trade.connection, kit, day(4)) is None


def test_what_is_bought_has_no_rolled_up_cost(trade: Trade) -> None:
    with pytest.raises(NotMade, match=r"P\d+ has no bill of materials and no routing on"):
        catalog.standard_cost_rolled_up(trade.connection, product_id=trade.pump, on=DAY)


def test_a_component_without_a_cost_is_named(trade: Trade) -> None:
    kit, gift = (trade.product(name, price="1", cost=None) for name in ("Kit", "Gift"))
    _made_of(trade, kit, (gift, "1"))
    with pytest.raises(NoCostInForce, match=r"P\d+ has no cost in force"):
        catalog.standard_cost_rolled_up(trade.connection, product_id=kit, on=DAY)


def test_costs_in_two_currencies_are_not_added(trade: Trade) -> None:
    kit = trade.product("Kit", price="1", cost=None)
    swiss = catalog.register_product(
        trade.connection,
        name="Swiss",
        category="x",
        list_price=Decimal(1),
        currency_code="CHF",
    )
    _made_of(trade, kit, (swiss, "1"))
    with pytest.raises(MixedCurrencies, match=r"in EUR, its component P\d+ in CHF"):
        catalog.standard_cost_rolled_up(trade.connection, product_id=kit, on=DAY)


@pytest.mark.parametrize(
    ("quantity", "scrap", "rule"),
    [("0", "0", "is 0"), ("1", "1", "scrap rate of 1"), ("1.00001", "0", "4 decimals")],
)
def test_a_component_that_means_nothing_is_refused(quantity: str, scrap: str, rule: str) -> None:
    with pytest.raises(InvalidValue, match=rule):
        Component(1, Decimal(quantity), Decimal(scrap))


def test_an_operation_takes_time() -> None:
    for hours in ("0", "-1"):
        with pytest.raises(InvalidValue, match="Give hours above zero"):
            Operation(1, "Wait", run_hours=Decimal(hours))


def test_a_bill_that_makes_nothing_or_of_nothing_is_refused(trade: Trade) -> None:
    with pytest.raises(InvalidValue, match="is empty"):
        _made_of(trade, trade.pump)
    with pytest.raises(InvalidValue, match="a component twice"):
        _made_of(trade, trade.pump, (trade.hose, "1"), (trade.hose, "2"))
    with pytest.raises(NotFound, match="product 0"):
        _made_of(trade, trade.pump, (0, "1"))
    with pytest.raises(InvalidValue, match="makes 0"):
        catalog.set_bill_of_materials(
            trade.connection,
            product_id=trade.pump,
            components=[Component(trade.hose, Decimal(1))],
            output_quantity=Decimal(0),
            valid_from=DAY,
        )


def test_a_routing_has_steps_at_known_places_for_lots_above_zero(trade: Trade) -> None:
    def route(lot: int, *steps: Operation) -> None:
        catalog.set_routing(
            trade.connection,
            product_id=trade.pump,
            operations=steps,
            valid_from=DAY,
            lot_quantity=Decimal(lot),
        )

    with pytest.raises(InvalidValue, match="has no steps"):
        route(1)
    with pytest.raises(InvalidValue, match="lots of 0"):
        route(0, Operation(_bench(trade), "x", run_hours=Decimal(1)))
    with pytest.raises(NotFound, match="work centre 0"):
        route(1, Operation(0, "x", run_hours=Decimal(1)))
    with pytest.raises(InvalidValue, match="name of the step"):
        route(1, Operation(0, "", run_hours=Decimal(1)))


def test_a_work_centre_has_its_code_its_cost_and_its_hours(trade: Trade) -> None:
    bench = _bench(trade)
    with pytest.raises(CodeTaken, match="work centre BENCH already"):
        _bench(trade)
    with pytest.raises(InvalidValue, match="below zero"):
        _bench(trade, "OTHER", "-1")
    with pytest.raises(InvalidValue, match="has 0 hours"):
        catalog.open_work_centre(
            trade.connection,
            work_centre_code="OTHER",
            name="x",
            hourly_cost=Decimal(1),
            hours_per_day=Decimal(0),
        )
    with pytest.raises(NotFound, match="cost centre 0"):
        catalog.open_work_centre(
            trade.connection,
            work_centre_code="OTHER",
            name="x",
            hourly_cost=Decimal(1),
            cost_centre_id=0,
        )
    with pytest.raises(LostUpdate):
        catalog.change_hourly_cost(
            trade.connection, work_centre_id=bench, hourly_cost=Decimal(1), expected_version=9
        )
