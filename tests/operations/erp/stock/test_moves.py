"""Goods go from place to place: what that writes and posts, and what is refused."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import psycopg
import pytest
from trade import Trade, day
from warehouse import Warehouse

from operations.database.server import Store
from operations.erp.accounting.errors import PeriodClosed
from operations.erp.accounting.periods import close_period
from operations.erp.catalog.model import NoCostInForce
from operations.erp.party.companies import found_company
from operations.erp.stock import commands as stock
from operations.erp.stock.errors import (
    ForeignPlace,
    HasStock,
    NegativeStock,
    NotInStock,
    NoValueKnown,
    StandardInAnotherCurrency,
    StillNegative,
    ValueWithoutGoods,
)
from operations.errors import InvalidValue, NotFound


def test_goods_that_come_in_are_on_hand_and_in_the_books(warehouse: Warehouse) -> None:
    moved = warehouse.receive(warehouse.valve, 10, "700", number="RC1")
    assert (moved.unit_cost, moved.value) == (70, 700)
    assert warehouse.there(warehouse.valve) == 10
    assert warehouse.entry("RC1") == [("6037", 0, 700), ("37", 700, 0)]


def test_goods_that_leave_take_their_share_of_all_that_is_there(warehouse: Warehouse) -> None:
    warehouse.receive(warehouse.valve, 10, "700")
    warehouse.receive(warehouse.valve, 5, "400")
    moved = warehouse.ship(warehouse.valve, 4, number="DL1")
    assert (moved.unit_cost, moved.value) == (Decimal("73.3325"), Decimal("293.33"))
    assert warehouse.entry("DL1") == [
        ("6037", Decimal("293.33"), 0),
        ("37", 0, Decimal("293.33")),
    ]


def test_the_last_piece_takes_all_that_is_left(warehouse: Warehouse) -> None:
    warehouse.receive(warehouse.valve, 3, "100")
    values = [warehouse.ship(warehouse.valve, 1).value for _ in range(3)]
    assert values == [Decimal("33.33"), Decimal("33.34"), Decimal("33.33")]
    assert warehouse.worth(warehouse.valve) == 0


def test_standard_goods_enter_at_their_cost_and_the_rest_is_a_variance(
    warehouse: Warehouse,
) -> None:
    moved = warehouse.receive(warehouse.pump, 10, "640", number="RC1")
    assert moved.value == 600
    assert warehouse.entry("RC1") == [("6037", 0, 640), ("60379", 40, 0), ("37", 600, 0)]


def test_standard_goods_that_come_back_bear_what_they_had_cost(warehouse: Warehouse) -> None:
    moved = warehouse.move(
        warehouse.pump, 1, warehouse.customers, warehouse.main, value="58", number="CN1"
    )
    assert moved.value == 58
    assert warehouse.entry("CN1") == [("6037", 0, 58), ("37", 58, 0)]


def test_one_document_has_one_entry_for_every_kind_of_product(warehouse: Warehouse) -> None:
    steel = warehouse.product("Steel", kind="material")
    pumped = warehouse.product("Pumping station", kind="finished")
    given = ((steel, "10"), (pumped, "500"), (warehouse.valve, "70"))
    stock.move(
        warehouse.connection,
        company_id=1,
        moved_on=day(1),
        document_type="receipt",
        document_number="RC1",
        moves=[
            stock.Move(key, Decimal(1), warehouse.suppliers, warehouse.main, Decimal(value))
            for key, value in given
        ],
    )
    assert warehouse.entry("RC1") == [
        ("6031", 0, 10),
        ("7135", 0, 500),
        ("6037", 0, 70),
        ("31", 10, 0),
        ("35", 500, 0),
        ("37", 70, 0),
    ]


def test_a_caller_may_name_the_counter_account(warehouse: Warehouse) -> None:
    stock.move(
        warehouse.connection,
        company_id=1,
        moved_on=day(1),
        document_type="receipt",
        document_number="RC1",
        moves=[
            stock.Move(warehouse.valve, Decimal(1), warehouse.suppliers, warehouse.main, Decimal(7))
        ],
        counter_account="471",
    )
    assert warehouse.entry("RC1") == [("471", 0, 7), ("37", 7, 0)]


def test_a_move_within_the_own_stock_posts_nothing(warehouse: Warehouse) -> None:
    depot = stock.open_location(warehouse.connection, code="LYON", name="Dépôt de Lyon")
    warehouse.receive(warehouse.valve, 10, "700")
    moved = warehouse.move(warehouse.valve, 4, warehouse.main, depot, number="TR1")
    assert moved.value == 0
    assert warehouse.entry("TR1") == []
    assert warehouse.there(warehouse.valve, depot) == 4
    assert warehouse.there(warehouse.valve, warehouse.main) == 6
    assert warehouse.there(warehouse.valve) == 10


def test_more_than_is_there_is_refused_and_says_what_is(warehouse: Warehouse) -> None:
    warehouse.receive(warehouse.pump, 3, "180")
    with pytest.raises(NegativeStock, match=r"Product P\d+: 4 cannot leave MAIN, 3 are there"):
        warehouse.ship(warehouse.pump, 4)


def test_what_lies_elsewhere_cannot_leave_from_here(warehouse: Warehouse) -> None:
    depot = stock.open_location(warehouse.connection, code="LYON", name="Dépôt de Lyon")
    warehouse.receive(warehouse.valve, 10, "700")
    with pytest.raises(NegativeStock, match="1 cannot leave LYON, 0 are there"):
        warehouse.move(warehouse.valve, 1, depot, warehouse.customers)


def test_average_goods_are_never_below_zero(trade: Trade) -> None:
    valve = trade.product("Valve", price="100", cost=None)
    stock.keep_product(trade.connection, product_id=valve, valuation="average")
    main, customers = (
        stock.location(trade.connection, code=code) for code in ("MAIN", "CUSTOMERS")
    )
    with pytest.raises(NegativeStock, match="the own stock, 0 are there"):
        stock.move(
            trade.connection,
            company_id=1,
            moved_on=day(1),
            document_type="delivery",
            document_number="DL1",
            moves=[stock.Move(valve, Decimal(1), main, customers)],
        )


def test_negative_stock_is_not_forbidden_where_there_is_some(trade: Trade) -> None:
    main, customers = (
        stock.location(trade.connection, code=code) for code in ("MAIN", "CUSTOMERS")
    )
    stock.move(
        trade.connection,
        company_id=1,
        moved_on=day(1),
        document_type="delivery",
        document_number="DL1",
        moves=[stock.Move(trade.pump, Decimal(1), main, customers)],
    )
    with pytest.raises(StillNegative, match=r"in MAIN: product P\d+ is at -1"):
        stock.forbid_negative_stock(trade.connection, location_id=main)


def test_standard_goods_without_a_cost_are_refused(warehouse: Warehouse) -> None:
    free = warehouse.product("Sample", valuation="standard")
    with pytest.raises(NoCostInForce):
        warehouse.receive(free, 1, None)


def test_average_goods_of_unknown_worth_are_refused(warehouse: Warehouse) -> None:
    with pytest.raises(NoValueKnown, match="Nobody said"):
        warehouse.receive(warehouse.valve, 1, None)


def test_average_goods_come_in_at_the_last_average_when_nothing_is_said(
    warehouse: Warehouse,
) -> None:
    warehouse.receive(warehouse.valve, 2, "140")
    warehouse.ship(warehouse.valve, 2)
    assert warehouse.receive(warehouse.valve, 1, None).value == 70


def test_a_service_is_not_moved(warehouse: Warehouse) -> None:
    repair = warehouse.product("Repair", kind="service")
    with pytest.raises(NotInStock, match="is a service"):
        warehouse.receive(repair, 1, "10")


def test_a_value_for_a_move_within_the_stock_is_refused(warehouse: Warehouse) -> None:
    depot = stock.open_location(warehouse.connection, code="LYON", name="Dépôt de Lyon")
    with pytest.raises(ValueWithoutGoods, match="cannot be worth 5"):
        warehouse.move(warehouse.pump, 1, warehouse.main, depot, value="5")


def test_a_place_of_another_company_is_refused(warehouse: Warehouse) -> None:
    other = found_company(
        warehouse.connection,
        company_code="CH",
        name="Vannes Suisse",
        country_code="CH",
        currency_code="CHF",
    )
    theirs = stock.location(warehouse.connection, company_id=other)
    with pytest.raises(ForeignPlace, match="MAIN is not a place of company 1"):
        warehouse.move(warehouse.pump, 1, warehouse.suppliers, theirs)


def test_a_closed_month_gets_no_move(warehouse: Warehouse) -> None:
    warehouse.receive(warehouse.valve, 1, "70")
    close_period(warehouse.connection, month=day(1))
    with pytest.raises(PeriodClosed, match="delivery D1"):
        warehouse.ship(warehouse.valve, 1)


@pytest.mark.parametrize(
    ("quantity", "value"),
    [("0", None), ("-1", None), ("0.00001", None), ("1", "-1"), ("1", "0.001")],
)
def test_a_move_of_nothing_or_of_no_cents_is_refused(quantity: str, value: str | None) -> None:
    with pytest.raises(InvalidValue):
        stock.Move(1, Decimal(quantity), 1, 2, None if value is None else Decimal(value))


def test_a_move_from_a_place_to_itself_is_refused() -> None:
    with pytest.raises(InvalidValue, match="ends where it begins"):
        stock.Move(1, Decimal(1), 1, 1)


def test_a_document_without_moves_is_refused(warehouse: Warehouse) -> None:
    with pytest.raises(InvalidValue, match="moves nothing"):
        stock.move(
            warehouse.connection,
            company_id=1,
            moved_on=day(1),
            document_type="transfer",
            document_number="TR1",
            moves=[],
        )


def test_unknown_products_and_places_are_refused(warehouse: Warehouse) -> None:
    with pytest.raises(NotFound, match="product 999999"):
        warehouse.receive(999_999, 1, "1")
    with pytest.raises(NotFound, match="place 999999"):
        warehouse.move(warehouse.pump, 1, warehouse.suppliers, 999_999)
    with pytest.raises(NotFound, match="place NOWHERE"):
        warehouse.place("NOWHERE")


def test_a_product_that_has_moved_is_kept_as_it_is(warehouse: Warehouse) -> None:
    warehouse.receive(warehouse.valve, 1, "70")
    with pytest.raises(HasStock, match=r"Product P\d+ has moves"):
        stock.keep_product(warehouse.connection, product_id=warehouse.valve)


def test_moves_past_the_command_cannot_make_stock_negative(warehouse: Warehouse) -> None:
    warehouse.receive(warehouse.valve, 1, "70")
    with pytest.raises(psycopg.errors.CheckViolation, match=r"would be at -1 in MAIN"):
        _past_the_command(warehouse, warehouse.valve, "2")


def test_a_move_past_the_command_without_a_value_is_refused_at_commit(
    warehouse: Warehouse,
) -> None:
    warehouse.receive(warehouse.valve, 2, "140")
    _past_the_command(warehouse, warehouse.valve, "1")
    with pytest.raises(psycopg.errors.CheckViolation, match="leaves the own stock without a value"):
        warehouse.connection.execute("set constraints all immediate")


def test_a_value_of_another_quantity_than_its_move_is_refused(warehouse: Warehouse) -> None:
    warehouse.receive(warehouse.valve, 2, "140")
    move_id = _past_the_command(warehouse, warehouse.valve, "1")
    with pytest.raises(psycopg.errors.CheckViolation, match="is not of -2"):
        _value(warehouse, move_id, quantity="-2", value="-140")


def test_a_value_below_zero_at_average_cost_is_refused(warehouse: Warehouse) -> None:
    warehouse.receive(warehouse.valve, 2, "140")
    move_id = _past_the_command(warehouse, warehouse.valve, "1")
    with pytest.raises(psycopg.errors.CheckViolation, match="average_of_what_is_there"):
        _value(warehouse, move_id, quantity="-1", value="-141")


def test_goods_that_come_in_are_not_worth_less_than_nothing_past_the_command(
    warehouse: Warehouse,
) -> None:
    warehouse.receive(warehouse.valve, 2, "140")
    move_id = _past_the_command(warehouse, warehouse.valve, "1")
    with pytest.raises(psycopg.errors.CheckViolation, match="value_of_goods"):
        _value(warehouse, move_id, quantity="-1", value="70")


def test_a_value_on_another_day_than_its_move_is_refused(warehouse: Warehouse) -> None:
    warehouse.receive(warehouse.valve, 2, "140")
    move_id = _past_the_command(warehouse, warehouse.valve, "1")
    with pytest.raises(psycopg.errors.CheckViolation, match="is not of -1"):
        _value(warehouse, move_id, quantity="-1", value="-70", on=day(2))


def test_a_place_may_hold_less_than_nothing_until_it_is_forbidden(trade: Trade) -> None:
    main, customers = stock.places(trade.connection, "MAIN", "CUSTOMERS")
    for number, quantity in (("DL1", 2), ("DL2", 3)):
        stock.move(
            trade.connection,
            company_id=1,
            moved_on=day(1),
            document_type="delivery",
            document_number=number,
            moves=[stock.Move(trade.pump, Decimal(quantity), main, customers)],
        )
    assert stock.on_hand(trade.connection, company_id=1, product_id=trade.pump) == -5
    assert trade.balance("37") == -300


@pytest.mark.parametrize("table", ["stock_moves", "stock_values"])
@pytest.mark.parametrize(
    "change", ["update erp.{} set product_id = product_id", "delete from erp.{}"]
)
def test_moves_and_values_are_never_changed(own_store: Store, table: str, change: str) -> None:
    with psycopg.connect(own_store.owner) as connection:
        with pytest.raises(psycopg.errors.CheckViolation, match="never changed"):
            connection.execute(change.format(table).encode())
        connection.rollback()


def test_nobody_writes_quantities_but_moves(warehouse: Warehouse) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        warehouse.connection.execute("update erp.stock_quantities set quantity = 1")


def _past_the_command(warehouse: Warehouse, product_id: int, quantity: str) -> int:
    return int(
        warehouse.trade.row(
            "insert into erp.stock_moves (product_id, from_location_id, to_location_id, quantity,"
            " moved_on, document_type, document_number, line_number)"
            " values (%s, %s, %s, %s, %s, 'delivery', 'DLX', 1) returning stock_move_id",
            product_id,
            warehouse.main,
            warehouse.customers,
            Decimal(quantity),
            day(1),
        )
    )


def _value(
    warehouse: Warehouse, move_id: int, *, quantity: str, value: str, on: dt.date | None = None
) -> None:
    warehouse.connection.execute(
        "insert into erp.stock_values (product_id, stock_move_id, account_code, valued_on,"
        " document_type, document_number, reason, quantity_delta, value_delta, valuation)"
        " values (%s, %s, '37', %s, 'delivery', 'DLX', 'move', %s, %s, 'average')",
        [warehouse.valve, move_id, on or day(1), Decimal(quantity), Decimal(value)],
    )


def test_a_standard_cost_in_another_currency_than_the_books_is_refused(
    warehouse: Warehouse,
) -> None:
    swiss = found_company(
        warehouse.connection,
        company_code="CH",
        name="Vannes Suisse",
        country_code="CH",
        currency_code="CHF",
    )
    main, customers = stock.places(warehouse.connection, "MAIN", "CUSTOMERS", company_id=swiss)
    with pytest.raises(StandardInAnotherCurrency, match="has its standard cost in EUR"):
        stock.move(
            warehouse.connection,
            company_id=swiss,
            moved_on=day(1),
            document_type="delivery",
            document_number="DL1",
            moves=[stock.Move(warehouse.pump, Decimal(1), main, customers)],
        )
