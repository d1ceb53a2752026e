"""Transfers keep whose goods are; write-offs take them out; consignments lie elsewhere."""

from __future__ import annotations

from decimal import Decimal

import psycopg
import pytest
from trade import day
from warehouse import Warehouse

from operations.erp.party.suppliers import register_supplier
from operations.erp.stock import commands as stock
from operations.erp.stock.errors import (
    ArrivedAlready,
    MissingMoreThanSent,
    NegativeStock,
    NotATransfer,
    NotOwnGoods,
    WithoutReason,
)
from operations.errors import InvalidValue, NotFound


def _depot(warehouse: Warehouse) -> int:
    return stock.open_location(warehouse.connection, code="LYON", name="Dépôt de Lyon")


def _on_its_way(warehouse: Warehouse, quantity: int = 4) -> tuple[int, int]:
    """A transfer of valves (70 each) to Lyon, and Lyon."""
    depot = _depot(warehouse)
    warehouse.receive(warehouse.valve, 10, "700")
    key = stock.transfer(
        warehouse.connection,
        from_location_id=warehouse.main,
        to_location_id=depot,
        sent_on=day(2),
        goods=[stock.Goods(warehouse.valve, Decimal(quantity))],
        is_on_its_way=True,
    )
    return key, depot


def _consigned(warehouse: Warehouse) -> int:
    """A place in which a supplier's valves lie: five of them."""
    supplier = register_supplier(
        warehouse.connection, name="Vannes du Nord", country_code="FR", created_on=day(0)
    )
    place = stock.open_location(
        warehouse.connection,
        code="NORD",
        name="Dépôt-vente Vannes du Nord",
        kind="consignment",
        supplier_id=supplier,
    )
    stock.transfer(
        warehouse.connection,
        from_location_id=warehouse.suppliers,
        to_location_id=place,
        sent_on=day(1),
        goods=[stock.Goods(warehouse.valve, Decimal(5))],
    )
    return place


def test_goods_on_their_way_are_ours_and_not_to_be_had(warehouse: Warehouse) -> None:
    _on_its_way(warehouse)
    assert warehouse.there(warehouse.valve) == 10
    assert warehouse.there(warehouse.valve, warehouse.place("TRANSIT")) == 4
    assert stock.available(warehouse.connection, company_id=1, product_id=warehouse.valve) == 6


def test_what_arrives_lies_in_its_place(warehouse: Warehouse) -> None:
    key, depot = _on_its_way(warehouse)
    stock.arrive(warehouse.connection, stock_document_id=key, arrived_on=day(4))
    assert warehouse.there(warehouse.valve, depot) == 4
    assert warehouse.worth(warehouse.valve) == 700


def test_what_is_missing_on_arrival_is_a_loss(warehouse: Warehouse) -> None:
    key, depot = _on_its_way(warehouse)
    stock.arrive(
        warehouse.connection,
        stock_document_id=key,
        arrived_on=day(4),
        missing={warehouse.valve: Decimal(1)},
    )
    number = warehouse.trade.row("select stock_document_number from erp.stock_documents")
    assert warehouse.there(warehouse.valve, depot) == 3
    assert warehouse.entry(number) == [("60378", 70, 0), ("37", 0, 70)]


def test_a_transfer_arrives_once_and_after_it_was_sent(warehouse: Warehouse) -> None:
    key, _ = _on_its_way(warehouse)
    with pytest.raises(InvalidValue, match="it cannot arrive on"):
        stock.arrive(warehouse.connection, stock_document_id=key, arrived_on=day(1))
    stock.arrive(warehouse.connection, stock_document_id=key, arrived_on=day(4))
    with pytest.raises(ArrivedAlready, match=r"Transfer SD\d+ arrived on 2024-03-05"):
        stock.arrive(warehouse.connection, stock_document_id=key, arrived_on=day(5))
    with pytest.raises(NotFound, match="transfer 999999"):
        stock.arrive(warehouse.connection, stock_document_id=999_999, arrived_on=day(5))


def test_no_more_is_missing_than_was_sent(warehouse: Warehouse) -> None:
    key, _ = _on_its_way(warehouse)
    with pytest.raises(MissingMoreThanSent, match="more is said to be missing"):
        stock.arrive(
            warehouse.connection,
            stock_document_id=key,
            arrived_on=day(4),
            missing={warehouse.valve: Decimal(5)},
        )


def test_a_transfer_to_a_customer_is_refused(warehouse: Warehouse) -> None:
    with pytest.raises(NotATransfer, match="From MAIN to CUSTOMERS"):
        stock.transfer(
            warehouse.connection,
            from_location_id=warehouse.main,
            to_location_id=warehouse.customers,
            sent_on=day(1),
            goods=[stock.Goods(warehouse.valve, Decimal(1))],
        )


def test_what_a_supplier_sends_is_not_the_companys_on_its_way(warehouse: Warehouse) -> None:
    place = _consigned(warehouse)
    with pytest.raises(InvalidValue, match="not the company's on its way"):
        stock.transfer(
            warehouse.connection,
            from_location_id=warehouse.suppliers,
            to_location_id=place,
            sent_on=day(1),
            goods=[stock.Goods(warehouse.valve, Decimal(1))],
            is_on_its_way=True,
        )


def test_own_goods_at_a_customers_are_valued_until_they_are_sold(warehouse: Warehouse) -> None:
    place = stock.open_location(
        warehouse.connection,
        code="FOREZ",
        name="Chez Atelier du Forez",
        kind="consignment",
        customer_id=warehouse.trade.customer,
    )
    warehouse.receive(warehouse.valve, 10, "700")
    stock.transfer(
        warehouse.connection,
        from_location_id=warehouse.main,
        to_location_id=place,
        sent_on=day(2),
        goods=[stock.Goods(warehouse.valve, Decimal(4))],
    )
    assert warehouse.worth(warehouse.valve) == 700
    sold = warehouse.move(warehouse.valve, 1, place, warehouse.customers, on=day(3), number="DL1")
    assert sold.value == 70
    assert warehouse.entry("DL1") == [("6037", 70, 0), ("37", 0, 70)]


def test_a_suppliers_goods_are_not_valued_until_they_are_taken_over(warehouse: Warehouse) -> None:
    place = _consigned(warehouse)
    assert (warehouse.there(warehouse.valve, place), warehouse.there(warehouse.valve)) == (5, 0)
    assert warehouse.worth(warehouse.valve) == 0
    warehouse.move(warehouse.valve, 2, place, warehouse.main, value="140", on=day(2), number="RC1")
    assert warehouse.entry("RC1") == [("6037", 0, 140), ("37", 140, 0)]
    assert (warehouse.there(warehouse.valve, place), warehouse.there(warehouse.valve)) == (3, 2)


def test_a_suppliers_goods_are_not_sold_as_ours(warehouse: Warehouse) -> None:
    place = _consigned(warehouse)
    with pytest.raises(NotOwnGoods, match=r"in NORD of product P\d+ is still the supplier's"):
        warehouse.move(warehouse.valve, 1, place, warehouse.customers)


def test_a_consignment_has_one_party(warehouse: Warehouse) -> None:
    with pytest.raises(psycopg.errors.CheckViolation, match="consignment_has_one_party"):
        stock.open_location(warehouse.connection, code="X", name="Nulle part", kind="consignment")


def test_what_is_broken_is_written_off_for_a_reason(warehouse: Warehouse) -> None:
    warehouse.receive(warehouse.valve, 10, "700")
    key = stock.write_off(
        warehouse.connection,
        location_id=warehouse.main,
        written_off_on=day(2),
        goods=[stock.Goods(warehouse.valve, Decimal(2))],
        reason="dégât des eaux",
    )
    number = warehouse.trade.row(
        "select stock_document_number from erp.stock_documents where stock_document_id = %s", key
    )
    assert warehouse.entry(number) == [("60378", 140, 0), ("37", 0, 140)]
    with pytest.raises(WithoutReason, match="write-off has no reason"):
        stock.write_off(
            warehouse.connection,
            location_id=warehouse.main,
            written_off_on=day(2),
            goods=[stock.Goods(warehouse.valve, Decimal(1))],
            reason=" ",
        )


def test_a_move_dated_back_takes_only_what_was_there_then_and_since(warehouse: Warehouse) -> None:
    warehouse.receive(warehouse.valve, 5, "350", on=day(1))
    warehouse.ship(warehouse.valve, 4, on=day(3))
    warehouse.receive(warehouse.valve, 10, "700", on=day(5))
    with pytest.raises(NegativeStock, match="2 cannot leave MAIN, 1 are there"):
        warehouse.ship(warehouse.valve, 2, on=day(2))
    with pytest.raises(NegativeStock, match="1 cannot leave MAIN, 0 are there"):
        warehouse.ship(warehouse.valve, 1, on=day(0))
    warehouse.ship(warehouse.valve, 1, on=day(2))
    assert warehouse.there(warehouse.valve) == 10


def test_a_move_dated_back_past_the_command_is_refused(warehouse: Warehouse) -> None:
    warehouse.receive(warehouse.valve, 5, "350", on=day(5))
    with pytest.raises(psycopg.errors.CheckViolation, match="would be at -1 in MAIN"):
        warehouse.connection.execute(
            "insert into erp.stock_moves (product_id, from_location_id, to_location_id, quantity,"
            " moved_on, document_type, document_number, line_number)"
            " values (%s, %s, %s, 1, %s, 'delivery', 'DLX', 1)",
            [warehouse.valve, warehouse.main, warehouse.customers, day(2)],
        )
