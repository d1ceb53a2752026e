"""Goods that come back and a price that was too high: two credit notes on one invoice, a refund."""

from __future__ import annotations

from decimal import Decimal

from bookkeeping import entry
from receivable_books import every_rule_holds, number, owed
from trade import Trade, day

from operations.erp.sales import commands as sales


def test_a_return_and_a_price_credit_lower_what_is_owed_and_what_was_paid_too_much_goes_back(
    trade: Trade,
) -> None:
    connection = trade.connection
    order_id = trade.order()  # ten pumps at 100
    sales.deliver(connection, order_id=order_id, delivered_on=day(1))
    invoice_id = sales.invoice(
        connection, order_id=order_id, posted_on=day(2), freight_amount=Decimal(50)
    )
    invoice = number(trade, "invoice", invoice_id)
    (line,) = trade.invoice_lines(invoice_id)

    # Three come back: 300 and their VAT, and the goods at the 60 a piece at which they had left.
    returned = sales.credit(
        connection,
        invoice_id=invoice_id,
        posted_on=day(10),
        reason="return",
        lines={line: Decimal(3)},
    )
    assert entry(trade, number(trade, "credit_note", returned)) == [
        ("411", "", "360.00"),
        ("707", "300.00", ""),
        ("44571", "60.00", ""),
        ("6037", "", "180.00"),
        ("37", "180.00", ""),
    ]
    assert owed(trade, 10) == [(invoice, "900.00")]

    # He pays the 900, then is given 70 off the price and the transport: 144 too much were paid.
    sales.pay(
        connection,
        customer_id=trade.customer,
        paid_on=day(20),
        allocations={invoice_id: Decimal(900)},
    )
    cheaper = sales.credit(
        connection,
        invoice_id=invoice_id,
        posted_on=day(25),
        reason="price",
        lines={line: Decimal(70)},
        freight_amount=Decimal(50),
    )
    assert entry(trade, number(trade, "credit_note", cheaper)) == [
        ("411", "", "144.00"),
        ("707", "70.00", ""),
        ("7085", "50.00", ""),
        ("44571", "24.00", ""),
    ]
    assert owed(trade, 25) == [(invoice, "-144.00")]

    # The money goes back, and the invoice is lettered with all that settled it.
    refund_id = sales.refund(
        connection, invoice_id=invoice_id, refunded_on=day(30), amount=Decimal(144)
    )
    assert entry(trade, number(trade, "refund", refund_id)) == [
        ("411", "144.00", ""),
        ("512", "", "144.00"),
    ]
    assert owed(trade, 30) == []
    assert owed(trade, 29) == [(invoice, "-144.00")]
    assert owed(trade, 2) == [(invoice, "1260.00")]
    lettered = "select count(*) from erp.journal_lines where lettering_id is not null"
    assert trade.row(lettered) == 5
    kinds = [step.kind for step in sales.thread(connection, order_id=order_id)]
    assert kinds == [
        "order",
        "delivery",
        "invoice",
        "credit_note",
        "payment",
        "credit_note",
        "refund",
    ]
    every_rule_holds(trade)
