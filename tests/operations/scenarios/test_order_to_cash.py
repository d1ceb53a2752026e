"""From a deal to the money: a quote is accepted, delivered whole, invoiced and paid."""

from __future__ import annotations

from decimal import Decimal

from bookkeeping import entry
from receivable_books import every_rule_holds, number, owed
from trade import DAY, Trade, day

from operations.crm.accounts import commands as accounts
from operations.crm.opportunities import commands as opportunities
from operations.erp.sales import commands as sales
from operations.erp.sales.model import Line


def test_a_deal_is_quoted_ordered_delivered_invoiced_and_paid(trade: Trade) -> None:
    connection = trade.connection
    account_id = accounts.open_account(connection, name="Atelier du Forez", country_code="FR")
    deal = opportunities.open_opportunity(
        connection, account_id=account_id, name="Pumps", created_on=DAY, amount=Decimal(1000)
    )

    # Ten pumps at 100, 10 % off: 900 ex VAT. The customer haggles, the quote is revised.
    first = sales.quote(
        connection,
        customer_id=trade.customer,
        quoted_on=DAY,
        valid_until=day(30),
        lines=[Line(trade.pump, Decimal(10), Decimal(100))],
        opportunity_id=deal,
    )
    quote_id = sales.revise_quote(
        connection,
        quote_id=first,
        revised_on=day(2),
        valid_until=day(30),
        lines=[Line(trade.pump, Decimal(10), Decimal(100), Decimal("0.1"))],
    )
    order_id = sales.accept_quote(
        connection, quote_id=quote_id, ordered_on=day(3), promised_on=day(8)
    )
    opportunities.win(connection, opportunity_id=deal, on=day(3), amount=Decimal(900))

    # They leave with a carrier who asks 25, and are invoiced with 40 of transport.
    delivery_id = sales.deliver(
        connection, order_id=order_id, delivered_on=day(8), freight_cost=Decimal(25)
    )
    delivery = number(trade, "delivery", delivery_id)
    assert entry(trade, delivery, "OD") == [("6242", "25.00", ""), ("4081", "", "25.00")]
    assert entry(trade, delivery, "ST") == [("6037", "600.00", ""), ("37", "", "600.00")]
    invoice_id = sales.invoice(
        connection, order_id=order_id, posted_on=day(9), freight_amount=Decimal(40)
    )
    invoice = number(trade, "invoice", invoice_id)
    assert entry(trade, invoice) == [
        ("411", "1128.00", ""),
        ("707", "", "900.00"),
        ("7085", "", "40.00"),
        ("44571", "", "188.00"),
    ]
    assert owed(trade, 9) == [(invoice, "1128.00")]

    # He pays on the due day: nothing is open, the lines of 411 letter each other.
    payment_id = sales.pay(
        connection,
        customer_id=trade.customer,
        paid_on=day(39),
        allocations={invoice_id: Decimal(1128)},
    )
    payment = number(trade, "payment", payment_id)
    assert entry(trade, payment) == [("512", "1128.00", ""), ("411", "", "1128.00")]
    assert owed(trade, 38) == [(invoice, "1128.00")]
    assert owed(trade, 39) == []
    assert trade.row("select count(*) from erp.journal_lines where lettering_id is not null") == 2

    # The whole thread, from the deal to the money.
    steps = sales.thread(connection, opportunity_id=deal)
    assert [(step.kind, step.on, str(step.amount)) for step in steps] == [
        ("quote", DAY, "1000.00"),
        ("quote", day(2), "900.00"),
        ("opportunity", day(3), "900.00"),
        ("order", day(3), "900.00"),
        ("delivery", day(8), "600.00"),
        ("invoice", day(9), "1128.00"),
        ("payment", day(39), "1128.00"),
    ]
    assert [line.account_code for line in steps[-1].lines] == ["512", "411"]
    assert sales.thread(connection, order_id=order_id) == steps
    every_rule_holds(trade)
