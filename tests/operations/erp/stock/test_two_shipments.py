"""Two at once at the last piece: one gets it, the other is told; past the commands too."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import psycopg
import pytest
from trade import Trade, day
from waiting import LONGEST_WAIT_SECONDS, until_the_second_waits
from warehouse import Warehouse

from operations.database.connection import Connection
from operations.database.server import Store
from operations.erp.stock import commands as stock
from operations.erp.stock.errors import BeingCounted, NegativeStock

Act = Callable[[Connection], None]


def _by_the_command(warehouse: Warehouse) -> Act:
    pump, main, customers = warehouse.pump, warehouse.main, warehouse.customers

    def ship(connection: Connection) -> None:
        stock.move(
            connection,
            company_id=1,
            moved_on=day(2),
            document_type="delivery",
            document_number="DL1",
            moves=[stock.Move(pump, Decimal(1), main, customers)],
        )

    return ship


def _past_the_command(warehouse: Warehouse) -> Act:
    values = [warehouse.pump, warehouse.main, warehouse.customers, day(2)]

    def ship(connection: Connection) -> None:
        connection.execute(
            "with moved as (insert into erp.stock_moves (product_id, from_location_id,"
            "  to_location_id, quantity, moved_on, document_type, document_number, line_number)"
            "  values (%s, %s, %s, 1, %s, 'delivery', 'DLX', 1) returning *)"
            " insert into erp.stock_values (product_id, stock_move_id, account_code, valued_on,"
            "  document_type, document_number, reason, quantity_delta, value_delta, valuation)"
            " select product_id, stock_move_id, '37', moved_on, 'delivery', 'DLX', 'move', -1, 0,"
            "  'standard' from moved",
            values,
        )

    return ship


@pytest.mark.parametrize(
    ("prepared", "refusal"),
    [
        pytest.param(_by_the_command, NegativeStock, id="by the command"),
        pytest.param(_past_the_command, psycopg.errors.CheckViolation, id="past it"),
    ],
)
def test_the_last_piece_goes_once(
    own_store: Store, prepared: Callable[[Warehouse], Act], refusal: type[Exception]
) -> None:
    with psycopg.connect(own_store.writer) as connection:
        warehouse = Warehouse(Trade(connection))
        warehouse.receive(warehouse.pump, 1, "60")
        act = prepared(warehouse)

    def do_the_same() -> None:
        with psycopg.connect(own_store.writer, application_name="second") as second:
            act(second)

    with ThreadPoolExecutor(1) as pool, psycopg.connect(own_store.writer) as first:
        act(first)
        waiting = pool.submit(do_the_same)
        until_the_second_waits(own_store)
        first.commit()
        with pytest.raises(refusal):
            waiting.result(LONGEST_WAIT_SECONDS)
    with psycopg.connect(own_store.writer) as connection:
        assert stock.on_hand(connection, company_id=1, product_id=warehouse.pump) == 0
        assert stock.stock_against_moves(connection, 1) == []


def test_forbidding_waits_for_who_goes_below_zero_just_now(own_store: Store) -> None:
    with psycopg.connect(own_store.writer) as connection:
        pump = Trade(connection).pump
        main, customers = stock.places(connection, "MAIN", "CUSTOMERS")

    def forbid() -> None:
        with psycopg.connect(own_store.writer, application_name="second") as second:
            second.execute(
                "update erp.locations set is_negative_allowed = false where location_id = %s",
                [main],
            )

    with ThreadPoolExecutor(1) as pool, psycopg.connect(own_store.writer) as first:
        stock.move(
            first,
            company_id=1,
            moved_on=day(2),
            document_type="delivery",
            document_number="DL1",
            moves=[stock.Move(pump, Decimal(1), main, customers)],
        )
        waiting = pool.submit(forbid)
        until_the_second_waits(own_store)
        first.commit()
        with pytest.raises(psycopg.errors.CheckViolation, match="negative stock is forbidden"):
            waiting.result(LONGEST_WAIT_SECONDS)


def test_two_who_count_a_place_at_once_are_one(own_store: Store) -> None:
    with psycopg.connect(own_store.writer) as connection:
        warehouse = Warehouse(Trade(connection))
        warehouse.receive(warehouse.pump, 1, "60")

    def open_another() -> None:
        with psycopg.connect(own_store.writer, application_name="second") as second:
            stock.open_count(second, location_id=warehouse.main, opened_on=day(2))

    with ThreadPoolExecutor(1) as pool, psycopg.connect(own_store.writer) as first:
        stock.open_count(first, location_id=warehouse.main, opened_on=day(2))
        waiting = pool.submit(open_another)
        until_the_second_waits(own_store)
        first.commit()
        with pytest.raises(BeingCounted):
            waiting.result(LONGEST_WAIT_SECONDS)
