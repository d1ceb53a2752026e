"""A closed order: what it has cost is in the stock, or it is a variance."""

from __future__ import annotations

from decimal import Decimal

import psycopg
import pytest
from trade import DAY, day
from workshop import Workshop

from operations.erp.accounting.errors import PeriodClosed
from operations.erp.accounting.periods import close_period
from operations.erp.production import commands as production
from operations.erp.production.errors import (
    NothingIssued,
    OrderNotReleased,
    TooEarly,
    ValuedAlready,
)
from operations.erp.stock import commands as stock


def _frame(workshop: Workshop) -> int:
    """A product at average cost, of 2 kg of steel; ten are ordered and made, at 10 each."""
    frame = workshop.warehouse.product("Frame", kind="finished")
    workshop.bill(frame, (workshop.steel, "2"))
    return frame


def _ties(workshop: Workshop) -> bool:
    ties = stock.stock_against_ledger(workshop.connection, 1, day(60))
    return all(tie.gap == 0 for tie in ties) and not stock.stock_against_moves(
        workshop.connection, 1
    )


def test_what_cost_more_than_its_standard_is_a_variance(workshop: Workshop) -> None:
    # 44 kg and 10 motors are 1420, 7 hours are 280: ten stations were to cost 1640.
    order = workshop.released(10)
    workshop.issue(order, steel="44", motor="10")
    workshop.work(order, "7")
    workshop.output(order, "10")
    assert workshop.close(order) == 60
    assert workshop.entries(order, "production_order") == [("71359", 60, 0), ("7135", 0, 60)]
    assert workshop.warehouse.worth(workshop.station) == 1640
    assert _ties(workshop)


def test_what_cost_less_is_a_variance_on_the_other_side(workshop: Workshop) -> None:
    order = workshop.released(10)
    workshop.issue(order)
    workshop.work(order, "5")
    workshop.output(order, "10")
    assert workshop.close(order) == -40
    assert workshop.entries(order, "production_order") == [("71359", 0, 40), ("7135", 40, 0)]


def test_an_order_that_cost_its_standard_posts_nothing_when_it_is_closed(
    workshop: Workshop,
) -> None:
    order = workshop.released(10)
    workshop.issue(order)
    workshop.work(order, "6")
    workshop.output(order, "10")
    assert workshop.close(order) == 0
    assert workshop.entries(order, "production_order") == []


def test_the_order_keeps_what_it_has_cost(workshop: Workshop) -> None:
    order = workshop.released(10)
    workshop.issue(order)
    workshop.work(order, "6.5")
    workshop.output(order, "9", "1")
    workshop.close(order)
    assert workshop.trade.row(
        "select material_amount, work_amount, output_amount, stock_amount, variance_amount"
        " from erp.production_orders where production_order_id = %s",
        order,
    ) == (1400, 260, 1476, 0, 184)


def test_products_at_average_cost_bear_the_difference_as_far_as_they_are_here(
    workshop: Workshop,
) -> None:
    # Ten frames enter at 10 each; 30 kg were used instead of 20: 50 more. Four are sold.
    frame = _frame(workshop)
    order = workshop.released(10, product_id=frame)
    workshop.issue(order, steel="30")
    workshop.output(order, "10")
    workshop.warehouse.ship(frame, 4, on=day(5))
    assert workshop.close(order) == 20
    assert workshop.entries(order, "production_order") == [("7135", 0, 30), ("35", 30, 0)]
    assert workshop.warehouse.worth(frame) == 90
    assert _ties(workshop)


def test_products_at_average_cost_that_cost_less_are_worth_less(workshop: Workshop) -> None:
    frame = _frame(workshop)
    order = workshop.released(10, product_id=frame)
    workshop.issue(order, steel="16")
    workshop.output(order, "10")
    assert workshop.close(order) == 0
    assert workshop.warehouse.worth(frame) == 80
    assert _ties(workshop)


def test_an_order_is_closed_once(workshop: Workshop) -> None:
    order = workshop.released(10)
    workshop.close(order)
    with pytest.raises(OrderNotReleased, match=r"MO\d+ is closed"):
        workshop.close(order)
    with pytest.raises(OrderNotReleased, match="is closed"):
        workshop.output(order, "1")


def test_an_order_with_output_and_without_components_is_not_closed(workshop: Workshop) -> None:
    order = workshop.released(10)
    workshop.output(order, "1")
    with pytest.raises(NothingIssued, match="no components went into it"):
        workshop.close(order)


def test_an_order_is_not_closed_before_its_last_report(workshop: Workshop) -> None:
    order = workshop.released(10)
    workshop.work(order, "1", on=8)
    with pytest.raises(TooEarly, match="it is of 2024-03-09"):
        workshop.close(order, on=7)


def test_a_closed_order_stays_closed_past_the_command(workshop: Workshop) -> None:
    order = workshop.released(10)
    workshop.close(order)
    with pytest.raises(psycopg.errors.CheckViolation, match="is closed: it stays so"):
        workshop.connection.execute("update erp.production_orders set quantity = 11")


def test_costs_that_are_nowhere_are_refused(workshop: Workshop) -> None:
    workshop.released(10)
    with pytest.raises(psycopg.errors.CheckViolation, match="costs_are_somewhere"):
        workshop.connection.execute(
            "update erp.production_orders set status = 'closed', closed_on = '2024-04-01',"
            " material_amount = 10, work_amount = 0, output_amount = 5, stock_amount = 0,"
            " variance_amount = 0"
        )


def test_work_in_progress_is_an_asset_until_the_day_after(workshop: Workshop) -> None:
    # 1400 of components and 120 of work; four stations at 164 are in the stock already.
    order = workshop.released(10)
    workshop.issue(order)
    workshop.work(order, "3")
    workshop.output(order, "4")
    (begun,) = production.work_in_progress(workshop.connection, 1, day(30))
    assert (begun.production_order_number, begun.amount) == (workshop.number(order), 864)
    assert production.post_work_in_progress(workshop.connection, on=day(30)) == 864
    entries = workshop.connection.execute(
        "select posted_on, account_code, debit, credit from erp.journal_lines"
        " join erp.journal_entries using (entry_id) where document_type = 'work_in_progress'"
        " order by entry_id, line_number"
    ).fetchall()
    assert entries == [
        (day(30), "33", 864, 0),
        (day(30), "7133", 0, 864),
        (day(31), "33", 0, 864),
        (day(31), "7133", 864, 0),
    ]
    with pytest.raises(ValuedAlready, match="of 2024-03-31 is valued already"):
        production.post_work_in_progress(workshop.connection, on=day(30))


def test_what_was_not_begun_on_a_day_or_is_closed_is_not_in_progress(workshop: Workshop) -> None:
    order = workshop.released(10)
    workshop.issue(order, on=10)
    workshop.close(order, on=12)
    for number, amount in ((9, 0), (10, 1400), (12, 0)):
        begun = production.work_in_progress(workshop.connection, 1, day(number))
        assert sum(each.amount for each in begun) == amount
    assert production.post_work_in_progress(workshop.connection, on=day(12)) == 0


def test_work_in_progress_of_a_closed_month_is_not_posted(workshop: Workshop) -> None:
    order = workshop.released(10)
    workshop.issue(order)
    close_period(workshop.connection, month=DAY)
    with pytest.raises(PeriodClosed, match="work in progress"):
        production.post_work_in_progress(workshop.connection, on=day(30))
    assert Decimal(0) == workshop.trade.balance("33")
