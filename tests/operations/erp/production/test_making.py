"""Orders are planned, released, fed with components, and report output and time."""

from __future__ import annotations

from decimal import Decimal

import psycopg
import pytest
from trade import DAY, day
from workshop import Workshop

from operations.erp.accounting.errors import PeriodClosed
from operations.erp.accounting.periods import close_period
from operations.erp.catalog.errors import NotMade
from operations.erp.catalog.model import NoCostInForce
from operations.erp.party.companies import found_company
from operations.erp.production import commands as production
from operations.erp.production.errors import (
    ComponentsMissing,
    NoSuchStep,
    NotAComponent,
    NothingToIssue,
    OrderHasWork,
    OrderNotPlanned,
    OrderNotReleased,
    OverOutput,
    OverReturn,
    TooEarly,
)
from operations.erp.production.orders import material_cost
from operations.erp.sales.model import Line
from operations.erp.stock import commands as stock
from operations.erp.stock.errors import NotInStock
from operations.erp.stock.model import Held
from operations.errors import InvalidValue, NotFound


def test_an_order_needs_what_its_bill_and_its_routing_say(workshop: Workshop) -> None:
    order = workshop.plan(10)
    parts = workshop.connection.execute(
        "select component_id, required_quantity from erp.production_components order by 1"
    ).fetchall()
    assert parts == [(workshop.steel, 40), (workshop.motor, 10)]
    step = workshop.trade.row(
        "select operation_number, planned_hours, hourly_cost from erp.production_operations"
        " where production_order_id = %s",
        order,
    )
    assert step == (10, 6, 40)


def test_released_it_knows_what_a_unit_should_cost(workshop: Workshop) -> None:
    order = workshop.released(10)
    assert workshop.trade.row(
        "select status, expected_material_cost, expected_work_cost from erp.production_orders"
        " where production_order_id = %s",
        order,
    ) == ("released", 140, 24)


def test_half_of_the_last_decimal_of_a_units_cost_counts_up() -> None:
    cost = Decimal("0.0001")
    held = Held(1, "P1", "material", "average", False, Decimal(1), Decimal(0), cost, None)
    assert material_cost({1: Decimal(1)}, {1: held}, Decimal(2)) == cost


def test_components_leave_the_stock_and_are_charges(workshop: Workshop) -> None:
    order = workshop.released(10)
    assert workshop.issue(order) == 1400
    assert workshop.entries(order, "component_issue") == [("6031", 1400, 0), ("31", 0, 1400)]
    assert workshop.warehouse.there(workshop.steel) == 60


def test_components_may_go_in_by_parts_and_beyond_the_plan(workshop: Workshop) -> None:
    order = workshop.released(10)
    workshop.issue(order, steel="50")
    assert workshop.issue(order) == 1200  # the motors alone
    with pytest.raises(NothingToIssue, match=r"MO\d+ has all its components"):
        workshop.issue(order)


def test_components_that_are_not_there_are_named(workshop: Workshop) -> None:
    order = workshop.released(30)
    with pytest.raises(
        ComponentsMissing,
        match=r"P\d+: 120 asked, 100 free; P\d+: 30 asked, 20 free",
    ):
        workshop.issue(order)


def test_components_kept_for_a_customer_are_not_used(workshop: Workshop) -> None:
    trade = workshop.trade
    sold = trade.order(Line(workshop.motor, Decimal(15), Decimal(200)))
    stock.reserve(
        workshop.connection,
        company_id=1,
        location_id=workshop.warehouse.main,
        quantities={trade.order_lines(sold)[0]: Decimal(15)},
        reserved_on=DAY,
    )
    order = workshop.released(10)
    with pytest.raises(ComponentsMissing, match="10 asked, 5 free"):
        workshop.issue(order)


def test_a_product_that_is_no_component_is_refused(workshop: Workshop) -> None:
    order = workshop.released(10)
    with pytest.raises(NotAComponent, match="is not made of product"):
        workshop.issue(order, station="1")


def test_unused_components_come_back_at_what_they_cost(workshop: Workshop) -> None:
    order = workshop.released(10)
    workshop.issue(order)
    assert workshop.give_back(order, steel="4", motor="1") == 140
    assert workshop.entries(order, "component_return") == [("6031", 0, 140), ("31", 140, 0)]
    assert workshop.warehouse.there(workshop.motor) == 11


def test_no_more_comes_back_than_went_in(workshop: Workshop) -> None:
    order = workshop.released(10)
    workshop.issue(order, steel="8")
    with pytest.raises(OverReturn, match="9 cannot come back, 8 went in"):
        workshop.give_back(order, steel="9")


def test_output_enters_the_stock_at_standard_cost(workshop: Workshop) -> None:
    order = workshop.released(10)
    workshop.issue(order)
    workshop.output(order, "6", "1")
    assert workshop.entries(order, "production_output") == [("7135", 0, 984), ("35", 984, 0)]
    assert workshop.warehouse.there(workshop.station) == 6


def test_output_of_an_average_product_enters_at_what_it_should_cost(workshop: Workshop) -> None:
    frame = workshop.warehouse.product("Frame", kind="finished")
    workshop.bill(frame, (workshop.steel, "2"))
    order = workshop.released(5, product_id=frame)
    workshop.output(order, "5")
    assert workshop.entries(order, "production_output") == [("7135", 0, 50), ("35", 50, 0)]


def test_what_is_only_scrapped_enters_nowhere(workshop: Workshop) -> None:
    order = workshop.released(10)
    workshop.output(order, "0", "2")
    assert workshop.entries(order, "production_output") == []


def test_more_output_than_ordered_and_tolerated_is_refused(workshop: Workshop) -> None:
    order = workshop.released(10, over_output_rate=Decimal("0.1"))
    workshop.output(order, "10")
    with pytest.raises(OverOutput, match="2 more cannot be reported, 1 are still allowed"):
        workshop.output(order, "2")
    workshop.output(order, "1")


def test_scrap_without_a_reason_and_output_of_nothing_are_refused(workshop: Workshop) -> None:
    order = workshop.released(10)
    with pytest.raises(InvalidValue, match="for no reason"):
        workshop.output(order, "1", "1", reason=" ")
    with pytest.raises(InvalidValue, match="0 good and 0 scrapped"):
        workshop.output(order, "0")
    with pytest.raises(InvalidValue, match="-1 good"):
        workshop.output(order, "-1")


def test_time_costs_what_an_hour_cost_when_it_was_planned(workshop: Workshop) -> None:
    order = workshop.released(10)
    workshop.work(order, "7.5")
    assert workshop.trade.row("select hours, cost_amount from erp.production_times") == (
        Decimal("7.5"),
        300,
    )


def test_time_of_an_unknown_step_or_of_nothing_is_refused(workshop: Workshop) -> None:
    order = workshop.released(10)
    with pytest.raises(NoSuchStep, match="has no step 20"):
        workshop.work(order, "1", step=20)
    with pytest.raises(InvalidValue, match="is 0 hours"):
        workshop.work(order, "0")


def test_nothing_is_done_on_an_order_that_is_not_released(workshop: Workshop) -> None:
    order = workshop.plan(10)
    for act in (
        lambda: workshop.issue(order),
        lambda: workshop.give_back(order, steel="1"),
        lambda: workshop.output(order, "1"),
        lambda: workshop.work(order, "1"),
        lambda: workshop.close(order),
    ):
        with pytest.raises(OrderNotReleased, match=r"MO\d+ is planned"):
            act()


def test_nothing_is_dated_before_the_release(workshop: Workshop) -> None:
    order = workshop.released(10)
    for act in (
        lambda: workshop.issue(order, on=0),
        lambda: workshop.output(order, "1", on=0),
        lambda: workshop.work(order, "1", on=0),
    ):
        with pytest.raises(TooEarly, match="it is of 2024-03-02"):
            act()
    planned = workshop.plan(1)
    with pytest.raises(TooEarly, match="release"):
        production.release_order(
            workshop.connection, production_order_id=planned, released_on=day(-1)
        )


def test_an_order_is_released_once(workshop: Workshop) -> None:
    order = workshop.released(10)
    with pytest.raises(OrderNotPlanned, match="is released, not planned"):
        production.release_order(workshop.connection, production_order_id=order, released_on=day(2))


def test_a_standard_product_without_a_cost_is_not_released(workshop: Workshop) -> None:
    box = workshop.warehouse.product("Box", kind="finished", valuation="standard")
    workshop.bill(box, (workshop.steel, "1"))
    order = workshop.plan(1, product_id=box)
    with pytest.raises(NoCostInForce):
        production.release_order(workshop.connection, production_order_id=order, released_on=day(1))


def test_an_order_on_which_nothing_was_done_is_called_off(workshop: Workshop) -> None:
    order = workshop.released(10)
    production.cancel_order(workshop.connection, production_order_id=order)
    with pytest.raises(OrderNotReleased, match="is cancelled"):
        workshop.issue(order)
    with pytest.raises(OrderNotPlanned, match="is cancelled"):
        production.cancel_order(workshop.connection, production_order_id=order)
    begun = workshop.released(10)
    workshop.work(begun, "1")
    with pytest.raises(OrderHasWork, match="has components, output or time"):
        production.cancel_order(workshop.connection, production_order_id=begun)


def test_what_cannot_be_made_is_not_planned(workshop: Workshop) -> None:
    with pytest.raises(NotMade, match="no bill of materials"):
        workshop.plan(product_id=workshop.steel)
    with pytest.raises(NotMade):  # the bill begins on the first day
        workshop.plan(start_on=day(-1))
    repair = workshop.warehouse.product("Repair", kind="service")
    workshop.routing(repair)
    with pytest.raises(NotInStock):
        workshop.plan(product_id=repair)
    with pytest.raises(NotFound, match="production order 999999"):
        workshop.issue(999_999)


def test_a_plan_that_makes_no_sense_is_refused(workshop: Workshop) -> None:
    with pytest.raises(InvalidValue, match="is due on 2024-03-01, before it starts"):
        workshop.plan(due_on=DAY)
    with pytest.raises(InvalidValue, match="exceeded by 2"):
        workshop.plan(over_output_rate=Decimal(2))
    with pytest.raises(InvalidValue, match="not above zero"):
        workshop.plan(0)
    swiss = found_company(
        workshop.connection,
        company_code="CH",
        name="Atelier suisse",
        country_code="CH",
        currency_code="CHF",
    )
    with pytest.raises(InvalidValue, match="a place of another company"):
        workshop.plan(location_id=stock.location(workshop.connection, company_id=swiss))


def test_a_service_in_a_bill_is_not_taken_from_stock(workshop: Workshop) -> None:
    painting = workshop.warehouse.product("Painting", kind="service")
    box = workshop.warehouse.product("Box", kind="finished")
    workshop.bill(box, (workshop.steel, "1"), (painting, "1"))
    order = workshop.released(2, product_id=box)
    assert workshop.issue(order) == 10


def test_a_closed_month_gets_no_report(workshop: Workshop) -> None:
    order = workshop.released(10)
    workshop.issue(order)
    close_period(workshop.connection, month=DAY)
    for act in (
        lambda: workshop.issue(order, steel="1"),
        lambda: workshop.give_back(order, steel="1"),
        lambda: workshop.output(order, "1"),
        lambda: workshop.close(order),
    ):
        with pytest.raises(PeriodClosed, match=r"of production order MO\d+"):
            act()


REPORTS = {
    "issue": "insert into erp.production_issues (production_component_id, issued_on, quantity,"
    " cost_amount, stock_move_id) select production_component_id, '2024-03-09', {quantity}, 0, ("
    " select min(stock_move_id) from erp.stock_moves) from erp.production_components limit 1",
    "output": "insert into erp.production_outputs (production_order_id, reported_on,"
    " good_quantity, value_amount, stock_move_id) select production_order_id, '2024-03-09',"
    " {quantity}, 0, (select min(stock_move_id) from erp.stock_moves)"
    " from erp.production_orders limit 1",
    "time": "insert into erp.production_times (production_operation_id, worked_on, hours,"
    " hourly_cost, cost_amount) select production_operation_id, '2024-03-09', {quantity}, 0, 0"
    " from erp.production_operations limit 1",
}


@pytest.mark.parametrize("report", REPORTS)
def test_a_report_past_the_command_on_an_order_not_released_is_refused(
    workshop: Workshop, report: str
) -> None:
    workshop.plan(10)
    with pytest.raises(psycopg.errors.CheckViolation, match="is planned: nothing is reported"):
        workshop.connection.execute(REPORTS[report].format(quantity=1).encode())


def test_more_output_past_the_command_is_refused(workshop: Workshop) -> None:
    workshop.released(10)
    with pytest.raises(psycopg.errors.CheckViolation, match="11 made of 10 allowed"):
        workshop.connection.execute(REPORTS["output"].format(quantity=11).encode())


def test_more_coming_back_past_the_command_is_refused(workshop: Workshop) -> None:
    workshop.released(10)
    with pytest.raises(psycopg.errors.CheckViolation, match="1 more would come back"):
        workshop.connection.execute(REPORTS["issue"].format(quantity=-1).encode())


@pytest.mark.parametrize("table", ["issues", "outputs", "times"])
def test_reports_are_never_changed(workshop: Workshop, table: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        workshop.connection.execute(
            f"update erp.production_{table} set created_at = created_at".encode()
        )
