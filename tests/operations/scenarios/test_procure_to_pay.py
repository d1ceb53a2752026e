"""From a need to the payment of the supplier, as a bookkeeper sees it: each document's entries.

Entries are written account, debit, credit. Pumps are kept at average cost.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from buying import Buying
from trade import DAY, Trade, day

from operations.erp.accounting.currencies import set_rate
from operations.erp.purchasing import commands as purchasing
from operations.erp.purchasing.errors import AboveLimit, InvoiceBlocked
from operations.erp.purchasing.model import OrderLine


@pytest.fixture
def buying(trade: Trade) -> Buying:
    """A house that buys."""
    return Buying(trade)


def test_ten_pumps_are_asked_for_bought_received_invoiced_and_paid(buying: Buying) -> None:
    # The workshop asks; the store keeper may approve 500, so the buyer decides.
    keeper = buying.employee("Magasin", limit="500")
    request = buying.request()
    with pytest.raises(AboveLimit):
        buying.approve(request, keeper)
    buying.approve(request, buying.buyer)

    # The supplier confirms the order for the tenth day.
    order = buying.order(request_id=request, buyer_id=None, ordered_on=day(2))
    purchasing.confirm(buying.connection, purchase_order_id=order, confirmed_on=day(3))

    # The goods come: the stock has them, and what they are to cost waits for its invoice.
    receipt = buying.receive(order, on=10)
    assert buying.entries(buying.number("receipt", receipt)) == [
        ("6037", 0, 600),
        ("37", 600, 0),
        ("607", 600, 0),
        ("4081", 0, 600),
    ]
    assert buying.cost_of_sales() == 0

    # The invoice comes: what waited is owed, with VAT.
    invoice = buying.invoice(buying.goods(order, "10", "60"), reference="2024-118", on=12)
    assert buying.entries(buying.number("supplier_invoice", invoice)) == [
        ("4081", 600, 0),
        ("44566", 120, 0),
        ("401", 0, 720),
    ]

    # Four pumps are sold; the invoice is paid when it is due, and lettered.
    buying.sell("4", on=20)
    payment = buying.pay({invoice: "720"}, on=42)
    assert buying.entries(buying.number("supplier_payment", payment)) == [
        ("401", 720, 0),
        ("512", 0, 720),
    ]
    assert buying.balances("37", "4081", "401", "44566", "512") == {
        "37": 360,
        "4081": 0,
        "401": 0,
        "44566": 120,
        "512": -720,
    }
    assert buying.cost_of_sales() == 240  # 607 is 600, 6037 is −360
    assert (
        buying.trade.row(
            "select count(distinct lettering_id) from erp.journal_lines where account_code = '401'"
        )
        == 1
    )


def test_an_invoice_that_is_too_dear_waits_until_the_supplier_gives_way(buying: Buying) -> None:
    # Ordered at 60, received, and invoiced at 66: the difference of 60 is out of tolerance.
    order = buying.order()
    buying.receive(order)
    invoice = buying.invoice(buying.goods(order, "10", "66"))
    assert buying.entries(buying.number("supplier_invoice", invoice)) == [
        ("4081", 600, 0),
        ("607", 60, 0),
        ("44566", 132, 0),
        ("401", 0, 792),
        ("6037", 0, 60),  # all of the pumps are here: the stock bears it
        ("37", 60, 0),
    ]

    # It is not paid.
    (waiting,) = purchasing.open_exceptions(buying.connection)
    assert (waiting.reason, waiting.expected, waiting.found) == ("price", 60, 66)
    with pytest.raises(InvoiceBlocked):
        buying.pay({invoice: "792"})

    # A credit note is asked for, and comes: the pumps cost 60 again, and the invoice is free.
    purchasing.resolve(
        buying.connection,
        exception_id=waiting.match_exception_id,
        decision="credit_asked",
        decided_by_id=buying.buyer,
        on=day(9),
    )
    note = buying.credit(invoice, "price", "60", on=15)
    assert buying.entries(buying.number("supplier_credit_note", note)) == [
        ("401", 72, 0),
        ("607", 0, 60),
        ("44566", 0, 12),
        ("6037", 60, 0),
        ("37", 0, 60),
    ]
    buying.pay({invoice: "720"})
    assert buying.balances("401", "37", "44566") == {"401": 0, "37": 600, "44566": 120}
    assert buying.cost_of_sales() == 0


def test_a_supplier_promises_again_and_delivers_in_parts(buying: Buying) -> None:
    # Promised for the tenth day, then for the fifteenth; six come on time, four later still.
    order = buying.order()
    (line,) = buying.lines(order)
    purchasing.promise(
        buying.connection,
        purchase_order_id=order,
        said_on=day(8),
        promised_on={line: day(15)},
    )
    buying.receive(order, 6, on=10)
    buying.receive(order, 4, on=18)

    # What the promises are measured by: of ten due, six were there by either promise.
    due = (
        "select promises.promise_number, lines.quantity - lines.cancelled_quantity as due,"
        " sum(came.quantity) filter (where received_on <= promised_on) as in_time"
        " from erp.purchase_promises as promises"
        " join erp.purchase_order_lines as lines using (purchase_order_line_id)"
        " join erp.receipt_lines as came using (purchase_order_line_id)"
        " join erp.receipts using (receipt_id)"
        " group by promises.purchase_promise_id, lines.purchase_order_line_id order by 1"
    )
    assert buying.connection.execute(due).fetchall() == [(1, 10, 6), (2, 10, 6)]

    # Each part waits for its invoice since its own day.
    assert buying.balances("4081", on=10) == {"4081": -360}
    assert buying.balances("4081", on=18) == {"4081": -600}
    assert buying.trade.row("select status from erp.purchase_orders") == "received"


def test_three_pumps_leak_and_go_back(buying: Buying) -> None:
    order = buying.order()
    receipt = buying.receive(order)
    invoice = buying.invoice_as_received(order)

    # They go back after their invoice: the supplier owes a credit note for them.
    back = buying.give_back(order, receipt, "3", on=9)
    assert buying.entries(buying.number("supplier_return", back)) == [
        ("6037", 180, 0),
        ("37", 0, 180),
        ("4098", 180, 0),
        ("607", 0, 180),
    ]

    # It comes.
    note = buying.credit(invoice, "return", "3")
    assert buying.entries(buying.number("supplier_credit_note", note)) == [
        ("401", 216, 0),
        ("4098", 0, 180),
        ("44566", 0, 36),
    ]
    buying.pay({invoice: "504"})
    assert buying.balances("401", "4098", "37") == {"401": 0, "4098": 0, "37": 420}


def test_the_freight_is_invoiced_when_some_of_the_goods_are_sold(buying: Buying) -> None:
    # Ten pumps at 60 come, four of them are sold at that cost.
    order = buying.order()
    receipt = buying.receive(order)
    buying.sell("4", on=6)
    assert buying.cost_of_sales() == 240

    # The carrier's invoice of 100 comes a fortnight later.
    landed = purchasing.add_landed_cost(
        buying.connection,
        supplier_id=buying.register("Transports du Forez"),
        supplier_reference="T-17",
        posted_on=day(20),
        net_amount=Decimal(100),
        kind="freight",
        basis="value",
        receipt_line_ids=buying.receipt_lines(receipt),
    )
    carrier = buying.trade.row("select supplier_invoice_number from erp.supplier_invoices")
    assert buying.entries(carrier) == [("608", 100, 0), ("44566", 20, 0), ("401", 0, 120)]

    # Six pumps are here and bear 60 of it; the other 40 belong to the four that were sold.
    assert buying.entries(buying.number("landed_cost", landed)) == [
        ("6037", 0, 60),
        ("37", 60, 0),
    ]
    assert buying.cost_of_sales() == 280
    assert buying.trade.row(
        "select quantity_on_hand, quantity_left, stock_amount_base, cost_amount_base"
        " from erp.landed_cost_allocations"
    ) == (6, 4, 60, 40)


def test_pumps_are_bought_in_dollars(buying: Buying) -> None:
    for when, rate in ((0, "0.90"), (5, "0.92"), (7, "0.95"), (30, "0.93")):
        set_rate(
            buying.connection,
            from_currency="USD",
            to_currency="EUR",
            valid_on=day(when),
            rate=Decimal(rate),
        )
    abroad = buying.register("Pump & Sons", "US")
    order = buying.order(
        OrderLine(buying.pump, Decimal(10), Decimal(100), day(10)),
        supplier_id=abroad,
        currency_code="USD",
        ordered_on=DAY,
    )

    # They come at 0.92, and are invoiced at 0.95: 30 more, which the stock bears.
    receipt = buying.receive(order, on=5)
    assert buying.entries(buying.number("receipt", receipt)) == [
        ("6037", 0, 920),
        ("37", 920, 0),
        ("607", 920, 0),
        ("4081", 0, 920),
    ]
    invoice = buying.invoice_as_received(order, on=7, supplier_id=abroad)
    entries = buying.entries(buying.number("supplier_invoice", invoice))
    assert [entry for entry in entries if entry[0] not in {"44566", "4453"}] == [
        ("4081", 920, 0),
        ("607", 30, 0),
        ("401", 0, 950),
        ("6037", 0, 30),
        ("37", 30, 0),
    ]

    # They are paid at 0.93: 20 less than they were owed at, a gain of operations.
    payment = buying.pay({invoice: "1000"}, on=30, supplier_id=abroad, currency_code="USD")
    assert buying.entries(buying.number("supplier_payment", payment)) == [
        ("401", 950, 0),
        ("512", 0, 930),
        ("756", 0, 20),
    ]
    assert buying.balances("401", "4081", "37") == {"401": 0, "4081": 0, "37": 950}
