"""Lots are told apart: the one that expires first goes first, the expired one does not go."""

from __future__ import annotations

from decimal import Decimal

import psycopg
import pytest
from trade import day
from warehouse import Warehouse

from operations.erp.stock import commands as stock
from operations.erp.stock.errors import ForeignLot, LotExpired, LotMissing, NegativeStock
from operations.errors import NotFound


@pytest.fixture
def glue(warehouse: Warehouse) -> int:
    """A product tracked by lot, of which three lots of four came: the second expires first."""
    product = warehouse.product("Glue", is_lot_tracked=True)
    for number, expires in (("A", 30), ("B", 10), ("C", None)):
        lot = stock.register_lot(
            warehouse.connection,
            product_id=product,
            lot_number=number,
            expires_on=None if expires is None else day(expires),
        )
        warehouse.receive(product, 4, "40", lot=lot)
    return product


def _left(warehouse: Warehouse, product: int) -> dict[str, Decimal]:
    rows = warehouse.connection.execute(
        "select lot_number, quantity from erp.stock_quantities join erp.lots using (lot_id)"
        " where lots.product_id = %s and quantity <> 0",
        [product],
    )
    return dict(rows.fetchall())


def _lot(warehouse: Warehouse, product: int, number: str) -> int:
    return int(
        warehouse.trade.row(
            "select lot_id from erp.lots where product_id = %s and lot_number = %s",
            product,
            number,
        )
    )


def test_the_lot_that_expires_first_goes_first(warehouse: Warehouse, glue: int) -> None:
    moved = warehouse.ship(glue, 5, on=day(2), number="DL1")
    assert _left(warehouse, glue) == {"A": 3, "C": 4}
    assert (moved.quantity, moved.value, moved.unit_cost) == (5, 50, 10)
    assert warehouse.entry("DL1") == [("6037", 50, 0), ("37", 0, 50)]


def test_an_expired_lot_is_passed_over(warehouse: Warehouse, glue: int) -> None:
    warehouse.ship(glue, 4, on=day(11))
    assert _left(warehouse, glue) == {"B": 4, "C": 4}


def test_the_lot_that_is_named_goes(warehouse: Warehouse, glue: int) -> None:
    warehouse.ship(glue, 1, lot=_lot(warehouse, glue, "C"))
    assert _left(warehouse, glue) == {"A": 4, "B": 4, "C": 3}


def test_an_expired_lot_is_not_sold_and_may_be_thrown_away(warehouse: Warehouse, glue: int) -> None:
    lot = _lot(warehouse, glue, "B")
    with pytest.raises(LotExpired, match=r"Lot B of product P\d+ expired on 2024-03-11"):
        warehouse.ship(glue, 1, lot=lot, on=day(11))
    warehouse.move(glue, 4, warehouse.main, warehouse.place("LOSSES"), lot=lot, on=day(11))
    assert _left(warehouse, glue) == {"A": 4, "C": 4}


def test_more_than_the_lots_have_is_refused(warehouse: Warehouse, glue: int) -> None:
    with pytest.raises(NegativeStock, match="9 cannot leave MAIN, 8 are there"):
        warehouse.ship(glue, 9, on=day(11))
    with pytest.raises(NegativeStock, match="5 cannot leave MAIN, 4 are there"):
        warehouse.ship(glue, 5, lot=_lot(warehouse, glue, "A"))


def test_goods_tracked_by_lot_come_in_with_one(warehouse: Warehouse, glue: int) -> None:
    with pytest.raises(LotMissing, match="tracked by lot"):
        warehouse.receive(glue, 1, "10")


def test_a_lot_of_another_product_is_refused(warehouse: Warehouse, glue: int) -> None:
    with pytest.raises(ForeignLot, match=r"is not one of product P\d+"):
        warehouse.receive(warehouse.valve, 1, "70", lot=_lot(warehouse, glue, "A"))
    with pytest.raises(NotFound, match="lot 999999"):
        warehouse.receive(glue, 1, "10", lot=999_999)


def test_a_move_past_the_command_names_its_lot(warehouse: Warehouse, glue: int) -> None:
    with pytest.raises(psycopg.errors.CheckViolation, match="each of its moves names one"):
        warehouse.connection.execute(
            "insert into erp.stock_moves (product_id, from_location_id, to_location_id, quantity,"
            " moved_on, document_type, document_number, line_number)"
            " values (%s, %s, %s, 1, %s, 'delivery', 'DLX', 1)",
            [glue, warehouse.main, warehouse.customers, day(2)],
        )
