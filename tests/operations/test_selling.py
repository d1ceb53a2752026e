"""From a quote to a delivery and its invoice: what the commands do, and what they refuse."""

from __future__ import annotations

from decimal import Decimal

import pytest
from trade import DAY, Trade, day

from operations.erp.catalog import commands as catalog
from operations.erp.catalog.model import NoCostInForce
from operations.erp.sales import commands as sales
from operations.erp.sales.errors import (
    NoLines,
    NotForSale,
    NothingToDeliver,
    NothingToInvoice,
    NotInDocument,
    OverDelivery,
    QuoteNotOpen,
    TooEarly,
)
from operations.erp.sales.model import Line
from operations.errors import NotFound


def _quote(trade: Trade) -> int:
    return sales.quote(
        trade.connection,
        customer_id=trade.customer,
        quoted_on=DAY,
        valid_until=day(30),
        lines=[Line(trade.pump, Decimal(2), Decimal(100), Decimal("0.1"))],
    )


def test_an_accepted_quote_becomes_an_order_with_the_same_lines(trade: Trade) -> None:
    quote_id = _quote(trade)
    order_id = sales.accept_quote(trade.connection, quote_id=quote_id, ordered_on=day(3))
    ordered = trade.row(
        "select product_id, quantity, unit_price, discount_rate, net_amount"
        " from erp.sales_order_lines where order_id = %s",
        order_id,
    )
    assert ordered == (trade.pump, 2, 100, Decimal("0.1"), 180)
    assert trade.row("select status from erp.quotes where quote_id = %s", quote_id) == "accepted"


def test_a_quote_is_accepted_once(trade: Trade) -> None:
    quote_id = _quote(trade)
    sales.accept_quote(trade.connection, quote_id=quote_id, ordered_on=day(3))
    with pytest.raises(QuoteNotOpen, match=r"Quote QU\d+ is accepted"):
        sales.accept_quote(trade.connection, quote_id=quote_id, ordered_on=day(4))


def test_a_quote_that_is_no_longer_valid_is_refused(trade: Trade) -> None:
    with pytest.raises(QuoteNotOpen, match="was valid until 2024-03-31"):
        sales.accept_quote(trade.connection, quote_id=_quote(trade), ordered_on=day(31))


def test_an_order_before_its_quote_is_refused(trade: Trade) -> None:
    with pytest.raises(TooEarly, match=r"quote QU\d+ is of 2024-03-01"):
        sales.accept_quote(trade.connection, quote_id=_quote(trade), ordered_on=day(-1))


def test_an_order_of_nothing_is_refused(trade: Trade) -> None:
    with pytest.raises(NoLines, match="order has no lines"):
        sales.order(trade.connection, customer_id=trade.customer, ordered_on=DAY, lines=[])


def test_an_order_in_another_currency_than_the_price_list_is_refused(trade: Trade) -> None:
    with pytest.raises(NotForSale, match="priced in EUR; the order is in USD"):
        sales.order(
            trade.connection,
            customer_id=trade.customer,
            ordered_on=DAY,
            lines=[Line(trade.pump, Decimal(1), Decimal(100))],
            currency_code="USD",
        )


def test_an_order_of_an_unknown_customer_or_product_is_refused(trade: Trade) -> None:
    line = Line(trade.pump, Decimal(1), Decimal(100))
    with pytest.raises(NotFound, match="customer 999999"):
        sales.order(trade.connection, customer_id=999_999, ordered_on=DAY, lines=[line])
    with pytest.raises(NotFound, match="product 999999"):
        trade.order(Line(999_999, Decimal(1), Decimal(100)))


def test_a_quote_for_an_unknown_opportunity_is_refused(trade: Trade) -> None:
    with pytest.raises(NotFound, match="opportunity 999999"):
        sales.quote(
            trade.connection,
            customer_id=trade.customer,
            quoted_on=DAY,
            valid_until=DAY,
            lines=[Line(trade.pump, Decimal(1), Decimal(100))],
            opportunity_id=999_999,
        )


def test_an_order_may_be_delivered_in_parts(trade: Trade) -> None:
    order_id = trade.order()
    (line,) = trade.order_lines(order_id)
    sales.deliver(
        trade.connection, order_id=order_id, delivered_on=day(1), quantities={line: Decimal(4)}
    )
    status = "select status from erp.sales_orders where order_id = %s"
    assert trade.row(status, order_id) == "open"
    rest = sales.deliver(trade.connection, order_id=order_id, delivered_on=day(2))
    assert trade.row("select quantity from erp.delivery_lines where delivery_id = %s", rest) == 6
    assert trade.row(status, order_id) == "delivered"


def test_over_delivery_names_the_order_the_line_and_what_remains(trade: Trade) -> None:
    order_id = trade.order()
    (line,) = trade.order_lines(order_id)
    sales.deliver(
        trade.connection, order_id=order_id, delivered_on=day(1), quantities={line: Decimal(4)}
    )
    with pytest.raises(OverDelivery) as refused:
        sales.deliver(
            trade.connection, order_id=order_id, delivered_on=day(2), quantities={line: Decimal(7)}
        )
    number = trade.row("select order_number from erp.sales_orders where order_id = %s", order_id)
    assert refused.value.message == (
        f"Order {number}, line 1: 7 cannot be delivered, 6 of it remain."
    )
    assert refused.value.remedy == "Deliver at most 6, or take another order."


def test_an_order_delivered_whole_has_nothing_left_to_deliver(trade: Trade) -> None:
    order_id = trade.order()
    sales.deliver(trade.connection, order_id=order_id, delivered_on=day(1))
    with pytest.raises(NothingToDeliver, match=r"SO\d+ is delivered whole"):
        sales.deliver(trade.connection, order_id=order_id, delivered_on=day(2))


def test_a_line_of_another_order_cannot_be_delivered(trade: Trade) -> None:
    (foreign,) = trade.order_lines(trade.order())
    with pytest.raises(NotInDocument, match=f"no line with the key {foreign}"):
        sales.deliver(
            trade.connection,
            order_id=trade.order(),
            delivered_on=day(1),
            quantities={foreign: Decimal(1)},
        )


def test_a_delivery_before_its_order_is_refused(trade: Trade) -> None:
    with pytest.raises(TooEarly, match="delivery of order"):
        sales.deliver(trade.connection, order_id=trade.order(), delivered_on=day(-1))


def test_goods_leave_at_the_cost_in_force_on_that_day(trade: Trade) -> None:
    catalog.set_cost(
        trade.connection, product_id=trade.pump, unit_cost=Decimal("70.5"), valid_from=day(10)
    )
    order_id = trade.order()
    (line,) = trade.order_lines(order_id)
    for when in (9, 10):
        sales.deliver(
            trade.connection,
            order_id=order_id,
            delivered_on=day(when),
            quantities={line: Decimal(1)},
        )
    assert trade.balance("6037") == Decimal("130.50")
    assert trade.balance("37") == Decimal("-130.50")


def test_goods_without_a_cost_do_not_leave(trade: Trade) -> None:
    gift = trade.product("Gift", price="1", cost=None)
    order_id = trade.order(Line(gift, Decimal(1), Decimal(1)))
    with pytest.raises(NoCostInForce, match=r"P\d+ has no cost in force on 2024-03-02"):
        sales.deliver(trade.connection, order_id=order_id, delivered_on=day(1))


def test_what_is_invoiced_is_what_was_delivered_with_the_cost_of_those_goods(trade: Trade) -> None:
    order_id = trade.order()
    (line,) = trade.order_lines(order_id)
    catalog.set_cost(
        trade.connection, product_id=trade.pump, unit_cost=Decimal(70), valid_from=day(10)
    )
    invoices = []
    for when, quantity in ((1, 4), (11, 6)):
        sales.deliver(
            trade.connection,
            order_id=order_id,
            delivered_on=day(when),
            quantities={line: Decimal(quantity)},
        )
        invoices.append(sales.invoice(trade.connection, order_id=order_id, posted_on=day(when + 1)))
    amounts = "select quantity, net_amount, cost_amount from erp.invoice_lines where invoice_id=%s"
    assert trade.row(amounts, invoices[0]) == (4, 400, 240)
    assert trade.row(amounts, invoices[1]) == (6, 600, 420)
    status = trade.row("select status from erp.sales_orders where order_id = %s", order_id)
    assert status == "invoiced"


def test_what_is_delivered_later_is_not_on_an_earlier_invoice(trade: Trade) -> None:
    order_id = trade.order()
    sales.deliver(trade.connection, order_id=order_id, delivered_on=day(5))
    with pytest.raises(NothingToInvoice, match="delivered by 2024-03-05 and not invoiced"):
        sales.invoice(trade.connection, order_id=order_id, posted_on=day(4))


def test_an_invoice_is_due_after_the_terms_of_the_customer(trade: Trade) -> None:
    invoice_id = trade.invoiced()
    due = trade.row("select due_on - posted_on from erp.invoices where invoice_id=%s", invoice_id)
    assert due == 30


@pytest.mark.parametrize(
    ("country", "number", "tax"),
    [("FR", None, 200), ("BE", "BE0428759497", 0), ("BE", None, 200), ("CH", None, 0)],
)
def test_tax_is_due_at_home_and_in_the_eu_of_who_has_no_vat_number_of_his_own(
    trade: Trade, country: str, number: str | None, tax: int
) -> None:
    buyer = trade.register("Buyer", country, number)
    invoice_id = trade.invoiced(customer=buyer)
    sums = trade.row(
        "select net_amount, tax_amount, gross_amount from erp.invoices where invoice_id = %s",
        invoice_id,
    )
    assert sums == (1000, tax, 1000 + tax)
    trade.order(customer=buyer)
    known = sales.exposure(trade.connection, customer_id=buyer)
    assert known.orders == 1000 + tax
