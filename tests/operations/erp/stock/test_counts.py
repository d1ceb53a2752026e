"""What was counted against what the books say: the difference is moved, posted and kept."""

from __future__ import annotations

from decimal import Decimal

import psycopg
import pytest
from trade import day
from warehouse import Warehouse

from operations.erp.stock import commands as stock
from operations.erp.stock.errors import (
    BeingCounted,
    CountNotOpen,
    ForeignLot,
    LotMissing,
    NegativeStock,
    NotAllCounted,
    NothingToCount,
)
from operations.erp.stock.transfers import count as count_now
from operations.errors import InvalidValue, NotFound


def _opened(warehouse: Warehouse) -> int:
    """A count of the main place: ten valves at 70, three pumps at 60."""
    warehouse.receive(warehouse.valve, 10, "700")
    warehouse.receive(warehouse.pump, 3, "180")
    return stock.open_count(warehouse.connection, location_id=warehouse.main, opened_on=day(2))


def _enter(warehouse: Warehouse, count: int, **quantities: int | str) -> None:
    stock.enter_counted(
        warehouse.connection,
        stock_count_id=count,
        counted=[
            stock.Counted(getattr(warehouse, name), Decimal(quantity))
            for name, quantity in quantities.items()
        ],
    )


def _validate(warehouse: Warehouse, count: int, on: int = 3) -> Decimal:
    return stock.validate_count(warehouse.connection, stock_count_id=count, validated_on=day(on))


def _number(warehouse: Warehouse, count: int) -> str:
    return str(
        warehouse.trade.row(
            "select stock_count_number from erp.stock_counts where stock_count_id = %s", count
        )
    )


def test_what_is_missing_and_what_is_found_are_posted_at_cost(warehouse: Warehouse) -> None:
    count = _opened(warehouse)
    _enter(warehouse, count, valve=8, pump=4)
    assert _validate(warehouse, count) == -80
    assert warehouse.there(warehouse.valve) == 8
    assert warehouse.there(warehouse.pump) == 4
    assert warehouse.entry(_number(warehouse, count)) == [("60378", 80, 0), ("37", 0, 80)]


def test_the_lines_keep_what_was_expected_counted_and_worth(warehouse: Warehouse) -> None:
    count = _opened(warehouse)
    _enter(warehouse, count, valve=8, pump=3)
    _validate(warehouse, count)
    lines = warehouse.connection.execute(
        "select expected_quantity, counted_quantity, difference_amount from erp.stock_count_lines"
        " order by product_id"
    ).fetchall()
    assert sorted(lines, key=str) == sorted([(3, 3, None), (10, 8, -140)], key=str)


def test_what_moves_between_counting_and_validating_does_not_disturb(warehouse: Warehouse) -> None:
    count = _opened(warehouse)
    _enter(warehouse, count, valve=9, pump=3)
    warehouse.ship(warehouse.valve, 5, on=day(2))
    _validate(warehouse, count)
    assert warehouse.there(warehouse.valve) == 4


def test_what_was_entered_wrongly_is_entered_again(warehouse: Warehouse) -> None:
    count = _opened(warehouse)
    _enter(warehouse, count, valve=1, pump=3)
    _enter(warehouse, count, valve=10)
    assert _validate(warehouse, count) == 0
    assert warehouse.entry(_number(warehouse, count)) == []


def test_a_count_of_what_was_not_expected_may_be_entered(warehouse: Warehouse) -> None:
    count = _opened(warehouse)
    hose = warehouse.trade.hose
    stock.enter_counted(
        warehouse.connection, stock_count_id=count, counted=[stock.Counted(hose, Decimal(2))]
    )
    _enter(warehouse, count, valve=10, pump=3)
    assert _validate(warehouse, count) == 10


def test_a_count_with_lines_not_counted_is_not_validated(warehouse: Warehouse) -> None:
    count = _opened(warehouse)
    _enter(warehouse, count, valve=10)
    with pytest.raises(NotAllCounted, match=r"1 lines are not counted, such as P\d+"):
        _validate(warehouse, count)


def test_some_products_may_be_counted_alone(warehouse: Warehouse) -> None:
    warehouse.receive(warehouse.valve, 10, "700")
    warehouse.receive(warehouse.pump, 3, "180")
    count = stock.open_count(
        warehouse.connection,
        location_id=warehouse.main,
        opened_on=day(2),
        product_ids=[warehouse.valve],
    )
    _enter(warehouse, count, valve=9)
    assert _validate(warehouse, count) == -70


def test_a_count_is_validated_or_given_up_once(warehouse: Warehouse) -> None:
    count = _opened(warehouse)
    _enter(warehouse, count, valve=10, pump=3)
    _validate(warehouse, count)
    with pytest.raises(CountNotOpen, match=r"Count SK\d+ is validated"):
        _validate(warehouse, count)
    with pytest.raises(CountNotOpen):
        stock.cancel_count(warehouse.connection, stock_count_id=count)


def test_a_count_that_is_given_up_takes_no_more_lines(warehouse: Warehouse) -> None:
    count = _opened(warehouse)
    stock.cancel_count(warehouse.connection, stock_count_id=count)
    with pytest.raises(CountNotOpen, match="is cancelled"):
        _enter(warehouse, count, valve=10)
    with pytest.raises(psycopg.errors.CheckViolation, match="its lines stand"):
        warehouse.connection.execute(
            "update erp.stock_count_lines set counted_quantity = 1, expected_quantity = 1"
        )


def test_goods_that_have_gone_since_they_were_missed_are_not_taken_out(
    warehouse: Warehouse,
) -> None:
    count = _opened(warehouse)
    _enter(warehouse, count, valve=5, pump=3)
    warehouse.ship(warehouse.valve, 6, on=day(2))
    with pytest.raises(NegativeStock, match="5 cannot leave"):
        _validate(warehouse, count)


def test_no_product_stands_in_two_open_counts_of_a_place(warehouse: Warehouse) -> None:
    count = _opened(warehouse)
    found = rf"Product P\d+ stands in count {_number(warehouse, count)}"
    with pytest.raises(BeingCounted, match=found):
        stock.open_count(warehouse.connection, location_id=warehouse.main, opened_on=day(2))
    hose = warehouse.trade.hose
    other = stock.open_count(
        warehouse.connection, location_id=warehouse.main, opened_on=day(2), product_ids=[hose]
    )
    with pytest.raises(BeingCounted, match=found):
        _enter(warehouse, other, valve=9)
    with pytest.raises(BeingCounted, match=found):
        count_now(warehouse.connection, counted_on=day(2), quantities={warehouse.valve: Decimal(9)})
    stock.cancel_count(warehouse.connection, stock_count_id=count)
    _enter(warehouse, other, valve=9)


def test_the_database_itself_refuses_a_product_in_two_open_counts(warehouse: Warehouse) -> None:
    count = _opened(warehouse)
    other = stock.open_count(
        warehouse.connection,
        location_id=warehouse.main,
        opened_on=day(2),
        product_ids=[warehouse.trade.hose],
    )
    for statement, refusal in (
        (
            "insert into erp.stock_count_lines (stock_count_id, product_id)"
            f" values ({other}, {warehouse.valve})",
            f"stands in count {_number(warehouse, count)} of the same place",
        ),
        (
            "update erp.stock_counts set status = 'cancelled';"
            "update erp.stock_counts set status = 'open'",
            "is cancelled and stands",
        ),
    ):
        with (
            pytest.raises(psycopg.errors.CheckViolation, match=refusal),
            warehouse.connection.transaction(),
        ):
            warehouse.connection.execute(statement.encode())


def test_a_place_where_nothing_lies_is_not_counted(warehouse: Warehouse) -> None:
    with pytest.raises(NothingToCount, match="nothing lies in MAIN"):
        stock.open_count(warehouse.connection, location_id=warehouse.main, opened_on=day(2))
    with pytest.raises(InvalidValue, match="CUSTOMERS is outside"):
        stock.open_count(warehouse.connection, location_id=warehouse.customers, opened_on=day(2))


def test_a_count_of_less_than_nothing_or_validated_before_it_was_opened_is_refused(
    warehouse: Warehouse,
) -> None:
    with pytest.raises(InvalidValue, match="is -1"):
        stock.Counted(1, Decimal(-1))
    count = _opened(warehouse)
    _enter(warehouse, count, valve=10, pump=3)
    with pytest.raises(InvalidValue, match="was opened on 2024-03-03"):
        _validate(warehouse, count, on=1)
    with pytest.raises(NotFound, match="count 999999"):
        _validate(warehouse, 999_999)


def test_lots_are_counted_by_lot(warehouse: Warehouse) -> None:
    glue = warehouse.product("Glue", is_lot_tracked=True)
    lot = stock.register_lot(warehouse.connection, product_id=glue, lot_number="A")
    other = stock.register_lot(warehouse.connection, product_id=warehouse.valve, lot_number="A")
    warehouse.receive(glue, 4, "40", lot=lot)
    count = stock.open_count(warehouse.connection, location_id=warehouse.main, opened_on=day(2))
    for lot_id, refusal in ((None, LotMissing), (other, ForeignLot)):
        with pytest.raises(refusal):
            stock.enter_counted(
                warehouse.connection,
                stock_count_id=count,
                counted=[stock.Counted(glue, Decimal(3), lot_id)],
            )
    stock.enter_counted(
        warehouse.connection,
        stock_count_id=count,
        counted=[stock.Counted(glue, Decimal(3), lot)],
    )
    assert _validate(warehouse, count) == -10
