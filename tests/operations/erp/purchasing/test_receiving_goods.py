"""Receipts: what came is in the stock and owed, in parts or whole, never more than tolerated."""

from __future__ import annotations

from decimal import Decimal

import psycopg
import pytest
from buying import Buying
from trade import day

from operations.erp.accounting.currencies import set_rate
from operations.erp.party.companies import found_company
from operations.erp.purchasing import commands as purchasing
from operations.erp.purchasing.errors import (
    NoLines,
    NotInDocument,
    OrderNotOpen,
    OverReceipt,
    TooEarly,
)
from operations.erp.purchasing.model import OrderLine, ReceivedLine
from operations.erp.purchasing.tolerances import Tolerances
from operations.erp.stock.commands import keep_product, register_lot
from operations.erp.stock.errors import LotMissing
from operations.errors import InvalidValue, NotFound

STATUS = "select status from erp.purchase_orders where purchase_order_id = %s"


def test_goods_come_at_their_ordered_price_and_are_owed(buying: Buying) -> None:
    receipt_id = buying.receive(buying.order())
    assert sorted(buying.entries(buying.number("receipt", receipt_id))) == [
        ("37", 600, 0),
        ("4081", 0, 600),
        ("6037", 0, 600),
        ("607", 600, 0),
    ]


def test_an_order_comes_in_parts(buying: Buying) -> None:
    order_id = buying.order()
    buying.receive(order_id, 4, on=5)
    assert buying.trade.row(STATUS, order_id) == "open"
    rest = buying.receive(order_id, on=12)
    assert buying.trade.row(
        "select received_on, quantity, amount_base from erp.receipts"
        " join erp.receipt_lines using (receipt_id) where receipt_id = %s",
        rest,
    ) == (day(12), 6, 360)
    assert buying.trade.row(STATUS, order_id) == "received"


def test_more_may_come_within_the_tolerance_and_no_more(buying: Buying) -> None:
    order_id = buying.order()
    buying.receive(order_id, 8)
    with pytest.raises(OverReceipt) as refused:
        buying.receive(order_id, "2.5001")
    number = buying.number("purchase_order", order_id)
    assert refused.value.message == (
        f"Order {number}, line 1: 2.5001 cannot be received, 2.5 may, with a tolerance of 5 %."
    )
    buying.receive(order_id, "2.5")
    assert buying.trade.row(STATUS, order_id) == "received"


def test_several_lines_of_one_receipt_share_what_may_come(buying: Buying) -> None:
    order_id = buying.order()
    (line,) = buying.lines(order_id)
    with pytest.raises(OverReceipt):
        buying.receive(order_id, lines=[ReceivedLine(line, Decimal(6))] * 2)


def test_what_is_refused_at_the_door_is_told_and_neither_kept_nor_owed(buying: Buying) -> None:
    order_id = buying.order()
    (line,) = buying.lines(order_id)
    buying.receive(
        order_id, lines=[ReceivedLine(line, Decimal(7), Decimal(3), "Broken in transport")]
    )
    assert buying.balances("37", "4081") == {"37": 420, "4081": -420}
    assert buying.trade.row(STATUS, order_id) == "open"
    buying.receive(order_id)
    assert buying.balances("37", "4081") == {"37": 600, "4081": -600}


def test_a_receipt_of_refused_goods_alone_moves_nothing(buying: Buying) -> None:
    order_id = buying.order()
    (line,) = buying.lines(order_id)
    receipt_id = buying.receive(
        order_id, lines=[ReceivedLine(line, Decimal(0), Decimal(10), "Wrong model")]
    )
    assert buying.entries(buying.number("receipt", receipt_id)) == []


@pytest.mark.parametrize(
    ("kept", "refused", "reason", "rule"),
    [
        ("1", "1", None, "refused without a reason"),
        ("1", "1", " ", "refused without a reason"),
        ("0", "0", None, "Nothing came"),
        ("-1", "0", None, "quantity kept .* is -1"),
        ("1.00001", "0", None, "4 decimals are kept"),
    ],
)
def test_a_line_of_a_receipt_makes_sense(
    kept: str, refused: str, reason: str | None, rule: str
) -> None:
    with pytest.raises(InvalidValue, match=rule):
        ReceivedLine(1, Decimal(kept), Decimal(refused), reason)


def test_a_receipt_is_of_lines_of_its_order_after_it_was_made(buying: Buying) -> None:
    order_id = buying.order()
    (foreign,) = buying.lines(buying.order())
    with pytest.raises(NotInDocument):
        buying.receive(order_id, lines=[ReceivedLine(foreign, Decimal(1))])
    with pytest.raises(NoLines):
        purchasing.receive(
            buying.connection, purchase_order_id=order_id, received_on=day(1), lines=[]
        )
    with pytest.raises(TooEarly, match=r"receipt of order PO\d+"):
        buying.receive(order_id, on=-1)
    with pytest.raises(NotFound, match="purchase order 999999"):
        purchasing.receive(buying.connection, purchase_order_id=999_999, received_on=day(1))


def test_nothing_comes_of_an_order_that_is_done(buying: Buying) -> None:
    order_id = buying.order()
    buying.receive(order_id, 4)
    purchasing.cancel_remaining(buying.connection, purchase_order_id=order_id)
    assert buying.trade.row(STATUS, order_id) == "received"
    with pytest.raises(OrderNotOpen, match="is received"):
        buying.receive(order_id)
    with pytest.raises(OverReceipt, match=r"1 cannot be received, 0\.2 may"):
        buying.receive(order_id, 1)


def test_goods_in_another_currency_enter_at_the_rate_of_their_day(buying: Buying) -> None:
    for when, rate in ((0, "0.90"), (4, "0.95")):
        set_rate(
            buying.connection,
            from_currency="USD",
            to_currency="EUR",
            valid_on=day(when),
            rate=Decimal(rate),
        )
    receipt_id = buying.receive(buying.order(currency_code="USD"), on=5)
    assert buying.balances("37", "4081") == {"37": 570, "4081": -570}
    rate_of = "select exchange_rate from erp.receipts where receipt_id = %s"
    assert buying.trade.row(rate_of, receipt_id) == Decimal("0.95")


def test_goods_at_standard_cost_enter_at_it_and_the_rest_is_a_variance(buying: Buying) -> None:
    order_id = buying.order(OrderLine(buying.hose, Decimal(100), Decimal("5.50")))
    receipt_id = buying.receive(order_id)  # 550 ordered, the standard is 5
    stored = "select amount_base, stock_amount_base from erp.receipt_lines where receipt_id = %s"
    assert buying.trade.row(stored, receipt_id) == (550, 500)
    assert buying.balances("37", "4081", "607") == {"37": 500, "4081": -550, "607": 550}
    assert buying.cost_of_sales() == 50


def test_a_lot_comes_under_its_number(buying: Buying) -> None:
    keep_product(buying.connection, product_id=buying.hose, is_lot_tracked=True)
    order_id = buying.order(OrderLine(buying.hose, Decimal(10), Decimal(5)))
    (line,) = buying.lines(order_id)
    with pytest.raises(LotMissing):
        buying.receive(order_id)
    lots = [
        register_lot(buying.connection, product_id=buying.hose, lot_number=number)
        for number in ("A", "B")
    ]
    buying.receive(
        order_id,
        lines=[
            ReceivedLine(line, Decimal(4), lot_id=lots[0]),
            ReceivedLine(line, Decimal(6), lot_id=lots[1]),
        ],
    )
    kept = "select quantity from erp.stock_quantities where lot_id = %s"
    assert [buying.trade.row(kept, lot) for lot in lots] == [4, 6]


def test_a_service_is_received_and_owed_and_never_in_stock(buying: Buying) -> None:
    keep_product(buying.connection, product_id=buying.hose, kind="service")
    order_id = buying.order(OrderLine(buying.hose, Decimal(2), Decimal(400)))
    receipt_id = buying.receive(order_id)
    assert buying.entries(buying.number("receipt", receipt_id)) == [
        ("611", 800, 0),
        ("4081", 0, 800),
    ]
    buying.invoice(buying.goods(order_id, "2", "401"))
    assert buying.balances("611", "4081", "37") == {"611": 802, "4081": 0, "37": 0}


def test_material_is_bought_and_kept_on_accounts_of_its_own(buying: Buying) -> None:
    keep_product(buying.connection, product_id=buying.pump, kind="material", valuation="average")
    receipt_id = buying.receive(buying.order())
    assert buying.entries(buying.number("receipt", receipt_id)) == [
        ("6031", 0, 600),
        ("31", 600, 0),
        ("601", 600, 0),
        ("4081", 0, 600),
    ]


def test_a_company_receives_in_its_own_places_and_numbers(buying: Buying) -> None:
    other = found_company(
        buying.connection,
        company_code="LYON",
        name="Filiale",
        country_code="FR",
        currency_code="EUR",
    )
    receipt_id = buying.receive(buying.order(company_id=other))
    assert buying.number("receipt", receipt_id) == f"RC{other}-00001"
    where = "select company_id from erp.stock_quantities where product_id = %s"
    assert buying.trade.row(where, buying.pump) == other


def test_over_receipt_past_the_command_is_refused(buying: Buying) -> None:
    purchasing.set_tolerances(buying.connection, Tolerances(over_receipt_rate=Decimal(0)))
    receipt_id = buying.receive(buying.order())
    with pytest.raises(psycopg.errors.CheckViolation, match=r"11\.0000 received, 10\.0"):
        buying.connection.execute(
            "update erp.receipt_lines set quantity = 11 where receipt_id = %s", [receipt_id]
        )
