"""A down-payment: asked for without revenue, its VAT due when paid, deducted from the invoice."""

from __future__ import annotations

from decimal import Decimal

from bookkeeping import balances, entry
from receivable_books import every_rule_holds, number, owed
from trade import DAY, Trade, day

from operations.erp.accounting.tax_returns import Box, TaxPeriod, prepare_tax_return
from operations.erp.sales import commands as sales
from operations.erp.sales.model import Line


def _order(trade: Trade) -> int:
    return trade.order(Line(trade.pump, Decimal(50), Decimal(100)))  # 5,000 ex VAT


def _base_and_tax(trade: Trade) -> tuple[str, str]:
    """Box 08 of the VAT return of the quarter: amount ex VAT and tax at 20 %."""
    box = (
        prepare_tax_return(trade.connection, period=TaxPeriod.quarter(DAY)).boxes().get("08", Box())
    )
    return str(box.base_amount), str(box.tax_amount)


def test_a_down_payment_is_asked_paid_in_two_parts_and_deducted(trade: Trade) -> None:
    connection = trade.connection
    order_id = _order(trade)

    # 30 % in advance: 1,500 and 300 of VAT. Nothing is earned, and no VAT is due yet.
    advance_id = sales.down_payment(
        connection, order_id=order_id, posted_on=day(1), net_amount=Decimal(1500)
    )
    advance = number(trade, "invoice", advance_id)
    assert entry(trade, advance) == [("411", "1800.00", ""), ("4191", "", "1800.00")]
    assert _base_and_tax(trade) == ("0.00", "0.00")

    # A third of it is paid, then the rest: each payment makes its own share of the VAT due.
    paid = sales.pay(
        connection,
        customer_id=trade.customer,
        paid_on=day(5),
        allocations={advance_id: Decimal(600)},
    )
    assert entry(trade, number(trade, "payment", paid)) == [
        ("512", "600.00", ""),
        ("411", "", "600.00"),
        ("4191", "600.00", ""),
        ("4191", "", "500.00"),
        ("44571", "", "100.00"),
    ]
    assert _base_and_tax(trade) == ("500.00", "100.00")
    sales.pay(
        connection,
        customer_id=trade.customer,
        paid_on=day(7),
        allocations={advance_id: Decimal(1200)},
    )
    assert balances(trade, "411", "4191", "44571", "707") == {
        "411": "0.00",
        "4191": "-1500.00",
        "44571": "-300.00",
        "707": "0.00",
    }

    # The goods leave in two halves. The first invoice deducts all that was paid in advance.
    (line,) = trade.order_lines(order_id)
    invoices = []
    for when in (10, 20):
        sales.deliver(
            connection, order_id=order_id, delivered_on=day(when), quantities={line: Decimal(25)}
        )
        invoices.append(sales.invoice(connection, order_id=order_id, posted_on=day(when)))
    first, second = (number(trade, "invoice", key) for key in invoices)
    assert entry(trade, first) == [
        ("411", "1200.00", ""),
        ("4191", "1500.00", ""),
        ("707", "", "2500.00"),
        ("44571", "", "200.00"),
    ]
    assert entry(trade, second) == [
        ("411", "3000.00", ""),
        ("707", "", "2500.00"),
        ("44571", "", "500.00"),
    ]
    assert owed(trade, 20) == [(first, "1200.00"), (second, "3000.00")]
    assert owed(trade, 4) == [(advance, "1800.00")]

    # The VAT of the quarter is that of the goods, once. Revenue is 5,000: the invoices' lines.
    assert _base_and_tax(trade) == ("5000.00", "1000.00")
    assert trade.row("select sum(net_amount) from erp.invoice_lines") == 5000
    assert trade.balance("4191") == 0
    every_rule_holds(trade)


def test_a_down_payment_of_an_order_that_is_cancelled_goes_back_with_its_vat(trade: Trade) -> None:
    connection = trade.connection
    order_id = _order(trade)
    advance_id = sales.down_payment(
        connection, order_id=order_id, posted_on=day(1), net_amount=Decimal(1500)
    )
    advance = number(trade, "invoice", advance_id)
    sales.pay(
        connection,
        customer_id=trade.customer,
        paid_on=day(5),
        allocations={advance_id: Decimal(600)},
    )
    sales.cancel_remainder(connection, order_id=order_id, cancelled_on=day(6), reason="no permit")
    assert trade.row("select status from erp.sales_orders where order_id=%s", order_id) == (
        "cancelled"
    )

    # What is unpaid is asked no more; of what is paid, the VAT is due no more.
    note = sales.cancel_down_payment(connection, invoice_id=advance_id, posted_on=day(6))
    assert entry(trade, number(trade, "credit_note", note)) == [
        ("4191", "1200.00", ""),
        ("4191", "500.00", ""),
        ("44571", "100.00", ""),
        ("411", "", "1800.00"),
    ]
    assert owed(trade, 6) == [(advance, "-600.00")]
    sales.refund(connection, invoice_id=advance_id, refunded_on=day(8), amount=Decimal(600))
    accounts = ("411", "4191", "44571", "512")
    assert balances(trade, *accounts) == dict.fromkeys(accounts, "0.00")
    every_rule_holds(trade)
