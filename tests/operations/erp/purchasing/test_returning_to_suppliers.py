"""Goods that go back to a supplier: before and after their invoice, replaced or not."""

from __future__ import annotations

from decimal import Decimal

import psycopg
import pytest
from buying import Buying
from trade import day

from operations.erp.purchasing import commands as purchasing
from operations.erp.purchasing.errors import NoLines, NotInDocument, OverReturn, TooEarly
from operations.errors import InvalidValue

STATUS = "select status from erp.purchase_orders where purchase_order_id = %s"
CLAIMS = ("4081", "4098", "4861")


def test_what_goes_back_before_its_invoice_is_not_owed(buying: Buying) -> None:
    order_id = buying.order()
    receipt_id = buying.receive(order_id)
    back = buying.give_back(order_id, receipt_id, "3")
    assert sorted(buying.entries(buying.number("supplier_return", back))) == [
        ("37", 0, 180),
        ("4081", 180, 0),
        ("6037", 180, 0),
        ("607", 0, 180),
    ]
    assert buying.trade.row(STATUS, order_id) == "received"


def test_what_goes_back_after_its_invoice_is_to_be_credited(buying: Buying) -> None:
    order_id = buying.order()
    receipt_id = buying.receive(order_id)
    buying.invoice_as_received(order_id)
    back = buying.give_back(order_id, receipt_id, "3")
    assert sorted(buying.entries(buying.number("supplier_return", back))) == [
        ("37", 0, 180),
        ("4098", 180, 0),
        ("6037", 180, 0),
        ("607", 0, 180),
    ]


def test_what_was_not_invoiced_goes_back_first(buying: Buying) -> None:
    order_id = buying.order()
    receipt_id = buying.receive(order_id)
    buying.invoice(buying.goods(order_id, "6", "60"))
    buying.give_back(order_id, receipt_id, "5")
    assert buying.balances(*CLAIMS) == {"4081": 0, "4098": 60, "4861": 0}


def test_what_is_to_be_replaced_comes_again_and_is_owed_once(buying: Buying) -> None:
    order_id = buying.order()
    receipt_id = buying.receive(order_id)
    buying.invoice_as_received(order_id)
    buying.give_back(order_id, receipt_id, "3", is_replaced=True)
    assert buying.trade.row(STATUS, order_id) == "open"
    assert buying.balances(*CLAIMS, "37") == {"4081": 0, "4098": 0, "4861": 180, "37": 420}
    buying.receive(order_id, on=15)
    assert buying.trade.row(STATUS, order_id) == "received"
    assert buying.balances(*CLAIMS, "37", "607") == {
        "4081": 0,
        "4098": 0,
        "4861": 0,
        "37": 600,
        "607": 600,
    }


def test_what_is_replaced_before_its_invoice_is_invoiced_when_it_came_again(
    buying: Buying,
) -> None:
    order_id = buying.order()
    receipt_id = buying.receive(order_id)
    buying.give_back(order_id, receipt_id, "3", is_replaced=True)
    buying.receive(order_id, on=15)
    buying.invoice(buying.goods(order_id, "10", "60"), on=16)
    assert purchasing.open_exceptions(buying.connection) == []
    assert buying.balances(*CLAIMS) == {"4081": 0, "4098": 0, "4861": 0}


def test_a_return_leaves_the_cost_of_sales_alone(buying: Buying) -> None:
    order_id = buying.order()
    receipt_id = buying.receive(order_id)
    dear = buying.order_pumps("10", "80")
    buying.receive(dear)
    buying.give_back(order_id, receipt_id, "4")  # bought at 60, the average is 70
    assert buying.cost_of_sales() == 0
    assert buying.balances("37") == {"37": 1160}


def test_the_last_goods_leave_with_all_that_the_stock_is_worth(buying: Buying) -> None:
    cheap = buying.order_pumps("10", "10")
    buying.receive(cheap)
    dear = buying.order_pumps("10", "20")
    receipt_id = buying.receive(dear)
    buying.sell("10")  # at the average of 15: 150 are left
    buying.give_back(dear, receipt_id, "10")  # bought for 200
    assert buying.balances("37", "4081") == {"37": 0, "4081": -100}
    assert buying.cost_of_sales() == 100


def test_no_more_goes_back_than_came_and_is_left_of_it(buying: Buying) -> None:
    order_id = buying.order()
    receipt_id = buying.receive(order_id)
    buying.give_back(order_id, receipt_id, "8")
    with pytest.raises(OverReturn, match=r"RC\d+, line 1: 3 cannot go back, 2 of it remain"):
        buying.give_back(order_id, receipt_id, "3")


def test_a_return_is_of_a_receipt_of_the_order_has_a_reason_and_follows_it(
    buying: Buying,
) -> None:
    order_id = buying.order()
    receipt_id = buying.receive(order_id, on=5)
    other = buying.order()
    with pytest.raises(NotInDocument):
        buying.give_back(other, receipt_id, "1")
    with pytest.raises(TooEarly, match=r"return of receipt RC\d+"):
        buying.give_back(order_id, receipt_id, "1", on=4)
    with pytest.raises(InvalidValue, match="not above zero"):
        buying.give_back(order_id, receipt_id, "0")
    with pytest.raises(NoLines):
        purchasing.return_goods(
            buying.connection,
            purchase_order_id=order_id,
            returned_on=day(8),
            quantities={},
            reason="Leaks",
        )
    with pytest.raises(InvalidValue, match="has no reason"):
        purchasing.return_goods(
            buying.connection,
            purchase_order_id=order_id,
            returned_on=day(8),
            quantities={buying.receipt_lines(receipt_id)[0]: Decimal(1)},
            reason=" ",
        )


def test_over_return_past_the_command_is_refused(buying: Buying) -> None:
    order_id = buying.order()
    receipt_id = buying.receive(order_id)
    back = buying.give_back(order_id, receipt_id, "8")
    with pytest.raises(psycopg.errors.CheckViolation, match=r"11\.0000 returned of 10\.0000"):
        buying.connection.execute(
            "update erp.supplier_return_lines set quantity = 11 where supplier_return_id = %s",
            [back],
        )
