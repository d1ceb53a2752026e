"""The life of goods in stock, as a bookkeeper sees it: what comes, goes, returns and is counted.

Entries are written account, debit, credit. Valves are kept at average cost.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from buying import Buying
from trade import DAY, Trade, day
from warehouse import Warehouse

from operations.erp.purchasing.model import OrderLine
from operations.erp.sales import commands as sales
from operations.erp.sales.model import Line
from operations.erp.stock import commands as stock
from operations.erp.stock.errors import NegativeStock


@pytest.fixture
def warehouse(trade: Trade) -> Warehouse:
    """A warehouse that holds nothing yet."""
    return Warehouse(trade)


def _ties(warehouse: Warehouse) -> bool:
    """Whether stock, moves and ledger agree on every day."""
    return all(
        tie.gap == 0
        for number in range(40)
        for tie in stock.stock_against_ledger(warehouse.connection, 1, day(number))
    ) and not stock.stock_against_moves(warehouse.connection, 1)


def _sold(warehouse: Warehouse, quantity: int, *, on: int, place: int | None = None) -> int:
    """An order of valves at 100, delivered whole and invoiced; the invoice."""
    order_id = warehouse.trade.order(Line(warehouse.valve, Decimal(quantity), Decimal(100)))
    sales.deliver(warehouse.connection, order_id=order_id, delivered_on=day(on), location_id=place)
    return sales.invoice(warehouse.connection, order_id=order_id, posted_on=day(on))


def _document(warehouse: Warehouse, document_type: str) -> str:
    """The number of the last document of a kind that moved goods."""
    return str(
        warehouse.trade.row(
            "select document_number from erp.stock_moves where document_type = %s"
            " order by stock_move_id desc limit 1",
            document_type,
        )
    )


def test_goods_are_received_shipped_returned_moved_and_counted(warehouse: Warehouse) -> None:
    # Ten valves come at 70, then ten at 76: they are worth 73 each.
    warehouse.receive(warehouse.valve, 10, "700", number="RC1", on=day(1))
    warehouse.receive(warehouse.valve, 10, "760", number="RC2", on=day(2))
    assert warehouse.entry("RC2") == [("6037", 0, 760), ("37", 760, 0)]

    # Eight are sold: their cost is 8 × 73.
    invoice = _sold(warehouse, 8, on=3)
    assert warehouse.entry(_document(warehouse, "delivery")) == [("6037", 584, 0), ("37", 0, 584)]

    # Ten more come dearer: twelve at 73 and ten at 84 are 1716, 78 each.
    warehouse.receive(warehouse.valve, 10, "840", number="RC3", on=day(4))
    assert warehouse.worth(warehouse.valve) == 1716

    # Two of those sold come back, at the 73 which they had cost: 24 are worth 1862.
    (line,) = warehouse.trade.invoice_lines(invoice)
    sales.credit(
        warehouse.connection,
        invoice_id=invoice,
        posted_on=day(5),
        reason="return",
        lines={line: Decimal(2)},
    )
    assert warehouse.entry(_document(warehouse, "credit_note"))[-2:] == [
        ("6037", 0, 146),
        ("37", 146, 0),
    ]
    assert warehouse.worth(warehouse.valve) == 1862

    # Six go to the depot in Lyon: nothing is posted, on the way either.
    depot = stock.open_location(warehouse.connection, code="LYON", name="Dépôt de Lyon")
    sent = stock.transfer(
        warehouse.connection,
        from_location_id=warehouse.main,
        to_location_id=depot,
        sent_on=day(6),
        goods=[stock.Goods(warehouse.valve, Decimal(6))],
        is_on_its_way=True,
    )
    with pytest.raises(NegativeStock):  # they are not there yet
        warehouse.move(warehouse.valve, 1, depot, warehouse.customers, on=day(7))
    stock.arrive(warehouse.connection, stock_document_id=sent, arrived_on=day(8))
    assert warehouse.entry(_document(warehouse, "transfer")) == []

    # The main place is counted: 17 are there of 18. One is lost, at 1862 ÷ 24.
    count = stock.open_count(warehouse.connection, location_id=warehouse.main, opened_on=day(9))
    stock.enter_counted(
        warehouse.connection,
        stock_count_id=count,
        counted=[stock.Counted(warehouse.valve, Decimal(17))],
    )
    lost = stock.validate_count(warehouse.connection, stock_count_id=count, validated_on=day(9))
    assert lost == Decimal("-77.58")
    assert warehouse.entry(_document(warehouse, "stock_count")) == [
        ("60378", Decimal("77.58"), 0),
        ("37", 0, Decimal("77.58")),
    ]

    # Freight of 46 comes late: 23 are on hand, and bear it.
    stock.revalue(
        warehouse.connection,
        company_id=1,
        revalued_on=day(10),
        document_type="landed_cost",
        document_number="LC1",
        amounts={warehouse.valve: Decimal(46)},
    )
    assert warehouse.worth(warehouse.valve) == Decimal("1830.42")
    assert warehouse.there(warehouse.valve) == 23
    assert _ties(warehouse)


def test_goods_at_a_customers_are_ours_until_he_sells_them(warehouse: Warehouse) -> None:
    # Ten valves at 70; four of them go to the customer's counter, and nothing is posted.
    counter = stock.open_location(
        warehouse.connection,
        code="FOREZ",
        name="Chez Atelier du Forez",
        kind="consignment",
        customer_id=warehouse.trade.customer,
    )
    warehouse.receive(warehouse.valve, 10, "700", on=day(1))
    stock.transfer(
        warehouse.connection,
        from_location_id=warehouse.main,
        to_location_id=counter,
        sent_on=day(2),
        goods=[stock.Goods(warehouse.valve, Decimal(4))],
    )
    assert warehouse.entry(_document(warehouse, "transfer")) == []
    assert warehouse.trade.balance("37") == 700

    # He has sold three: they are delivered from there, and invoiced.
    _sold(warehouse, 3, on=20, place=counter)
    assert warehouse.entry(_document(warehouse, "delivery")) == [("6037", 210, 0), ("37", 0, 210)]
    assert warehouse.there(warehouse.valve, counter) == 1
    assert _ties(warehouse)


def test_a_suppliers_goods_become_ours_when_they_are_used(warehouse: Warehouse) -> None:
    # The supplier leaves ten valves here, at 70 once used: they are not in our books.
    buying = Buying(warehouse.trade)
    shelf = stock.open_location(
        warehouse.connection,
        code="RHONE",
        name="Dépôt-vente Pompes du Rhône",
        kind="consignment",
        supplier_id=buying.supplier,
    )
    stock.transfer(
        warehouse.connection,
        from_location_id=warehouse.suppliers,
        to_location_id=shelf,
        sent_on=day(1),
        goods=[stock.Goods(warehouse.valve, Decimal(10))],
    )
    assert warehouse.trade.balance("37") == 0

    # Four are needed: they are ordered, and received from the shelf.
    order = buying.order(OrderLine(warehouse.valve, Decimal(4), Decimal(70)), ordered_on=DAY)
    receipt = buying.receive(order, on=12, from_location_id=shelf)
    assert buying.entries(buying.number("receipt", receipt)) == [
        ("6037", 0, 280),
        ("37", 280, 0),
        ("607", 280, 0),
        ("4081", 0, 280),
    ]

    # One is sold; six are still the supplier's, and go back to him.
    _sold(warehouse, 1, on=15)
    stock.transfer(
        warehouse.connection,
        from_location_id=shelf,
        to_location_id=warehouse.suppliers,
        sent_on=day(20),
        goods=[stock.Goods(warehouse.valve, Decimal(6))],
    )
    assert (warehouse.there(warehouse.valve, shelf), warehouse.there(warehouse.valve)) == (0, 3)
    assert warehouse.trade.balance("37") == 210
    assert _ties(warehouse)


def test_standard_goods_show_what_they_cost_more_as_a_variance(warehouse: Warehouse) -> None:
    # Pumps have a standard cost of 60; ten come at 64. The stock takes 600, 40 are a variance.
    warehouse.receive(warehouse.pump, 10, "640", number="RC1", on=day(1))
    assert warehouse.entry("RC1") == [("6037", 0, 640), ("60379", 40, 0), ("37", 600, 0)]

    # Two go back to the supplier, who credits the 64 that each had cost.
    warehouse.move(
        warehouse.pump,
        2,
        warehouse.main,
        warehouse.suppliers,
        value="128",
        number="SR1",
        on=day(2),
    )
    assert warehouse.entry("SR1") == [("6037", 128, 0), ("60379", 0, 8), ("37", 0, 120)]
    assert warehouse.worth(warehouse.pump) == 480
    assert _ties(warehouse)
