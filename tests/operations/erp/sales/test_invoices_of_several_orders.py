"""One invoice for several orders, freight on top, and who earns a commission on it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from bookkeeping import entry
from receivable_books import number
from trade import DAY, Trade, day

from operations.erp.party import commands as party
from operations.erp.people import commands as people
from operations.erp.sales import commands as sales
from operations.erp.sales.errors import (
    InvoiceBeforeTheLast,
    NothingToInvoice,
    NotOneInvoice,
    OverCreditOfFreight,
)
from operations.erp.sales.model import Line
from operations.errors import InvalidValue, NotFound


def _delivered(trade: Trade, customer: int | None = None) -> int:
    order_id = trade.order(customer=customer)
    sales.deliver(trade.connection, order_id=order_id, delivered_on=day(1))
    return order_id


def _collect(trade: Trade, *orders: int, on: int = 3) -> int:
    return sales.collective_invoice(trade.connection, order_ids=orders, posted_on=day(on))


def test_orders_of_one_customer_are_invoiced_together(trade: Trade) -> None:
    first, second = _delivered(trade), _delivered(trade)
    invoice_id = _collect(trade, first, second)
    assert entry(trade, number(trade, "invoice", invoice_id)) == [
        ("411", "2400.00", ""),
        ("707", "", "2000.00"),
        ("44571", "", "400.00"),
    ]
    assert set(trade.row("select array_agg(status) from erp.sales_orders where order_id > 0")) == {
        "invoiced"
    }
    for order_id in (first, second):
        with pytest.raises(NothingToInvoice):
            sales.invoice(trade.connection, order_id=order_id, posted_on=day(4))
        kinds = [step.kind for step in sales.thread(trade.connection, order_id=order_id)]
        assert kinds == ["order", "delivery", "invoice"]


def test_orders_of_two_customers_are_not(trade: Trade) -> None:
    other = trade.register("Other")
    with pytest.raises(NotOneInvoice, match=r"Orders SO\d+, SO\d+ are not of one customer"):
        _collect(trade, _delivered(trade), _delivered(trade, other))


def test_a_later_invoice_of_one_of_them_stands_in_the_way(trade: Trade) -> None:
    first, second = trade.order(), _delivered(trade)
    (line,) = trade.order_lines(first)
    for when in (1, 8):
        sales.deliver(
            trade.connection,
            order_id=first,
            delivered_on=day(when),
            quantities={line: Decimal(5)},
        )
    _collect(trade, first, second, on=5)
    with pytest.raises(InvoiceBeforeTheLast):
        sales.invoice(trade.connection, order_id=first, posted_on=day(4))
    sales.invoice(trade.connection, order_id=first, posted_on=day(8))


def test_an_order_that_is_not_there_is_refused(trade: Trade) -> None:
    with pytest.raises(NotFound, match="order 999999"):
        _collect(trade, 999_999)


def test_freight_is_billed_in_cents_above_zero(trade: Trade) -> None:
    order_id = _delivered(trade)
    for amount, said in (("-1", "below zero"), ("0.001", "2 decimals")):
        with pytest.raises(InvalidValue, match=said):
            sales.invoice(
                trade.connection,
                order_id=order_id,
                posted_on=day(2),
                freight_amount=Decimal(amount),
            )


def test_what_the_carrier_asks_is_not_below_zero(trade: Trade) -> None:
    with pytest.raises(InvalidValue, match="below zero"):
        sales.deliver(
            trade.connection,
            order_id=trade.order(),
            delivered_on=day(1),
            freight_cost=Decimal(-1),
        )


def test_more_freight_is_not_credited_than_was_billed(trade: Trade) -> None:
    invoice_id = sales.invoice(
        trade.connection,
        order_id=_delivered(trade),
        posted_on=day(2),
        freight_amount=Decimal(40),
    )
    with pytest.raises(OverCreditOfFreight, match=r"freight of 40\.01 cannot .* 40\.00 remain"):
        sales.credit(
            trade.connection,
            invoice_id=invoice_id,
            posted_on=day(3),
            reason="price",
            lines={},
            freight_amount=Decimal("40.01"),
        )


def test_goods_and_freight_credited_whole_leave_nothing(trade: Trade) -> None:
    invoice_id = sales.invoice(
        trade.connection,
        order_id=_delivered(trade),
        posted_on=day(2),
        freight_amount=Decimal("33.33"),
    )
    (line,) = trade.invoice_lines(invoice_id)
    for lines, freight in (({line: Decimal(3)}, "11.11"), ({line: Decimal(7)}, "22.22")):
        sales.credit(
            trade.connection,
            invoice_id=invoice_id,
            posted_on=day(3),
            reason="return",
            lines=lines,
            freight_amount=Decimal(freight),
        )
    accounts = ("411", "707", "7085", "44571", "6037")
    assert [trade.balance(account) for account in accounts] == [0] * 5


def _seller(trade: Trade, number: str = "EM1") -> int:
    """Earns 3 % until the ninth day, 4 % from then on."""
    seller = people.hire(trade.connection, name=f"Vente {number}", hired_on=DAY)
    for rate, on in (("0.03", DAY), ("0.04", day(9))):
        people.make_seller(
            trade.connection, employee_id=seller, commission_rate=Decimal(rate), valid_from=on
        )
    return seller


@pytest.mark.parametrize(
    ("on", "agreed", "share"), [(0, None, "0.03"), (9, None, "0.04"), (9, "0.01", "0.01")]
)
def test_a_seller_and_his_commission_go_from_the_order_to_the_invoice(
    trade: Trade, on: int, agreed: str | None, share: str
) -> None:
    seller = _seller(trade)
    order_id = sales.order(
        trade.connection,
        customer_id=trade.customer,
        ordered_on=day(on),
        lines=[Line(trade.pump, Decimal(1), Decimal(100))],
        seller_id=seller,
        commission_rate=None if agreed is None else Decimal(agreed),
    )
    sales.deliver(trade.connection, order_id=order_id, delivered_on=day(10))
    sales.invoice(trade.connection, order_id=order_id, posted_on=day(11))
    found = trade.row("select seller_id, seller_name from erp.sales_orders")
    assert found == (seller, "Vente EM1")
    assert trade.row("select commission_rate from erp.invoice_lines") == Decimal(share)


def test_the_customers_own_seller_takes_the_order_when_nobody_is_named(trade: Trade) -> None:
    seller = _seller(trade)
    party.change_customer(trade.connection, customer_id=trade.customer, seller_id=seller)
    trade.order()
    assert trade.row("select seller_id from erp.sales_orders") == seller


def test_a_seller_that_is_not_there_and_a_commission_above_one_are_refused(trade: Trade) -> None:
    line = Line(trade.pump, Decimal(1), Decimal(100))
    with pytest.raises(NotFound, match="employee 999999"):
        sales.order(
            trade.connection,
            customer_id=trade.customer,
            ordered_on=DAY,
            lines=[line],
            seller_id=999_999,
        )
    with pytest.raises(InvalidValue, match="commission"):
        sales.order(
            trade.connection,
            customer_id=trade.customer,
            ordered_on=DAY,
            lines=[line],
            commission_rate=Decimal(2),
        )
