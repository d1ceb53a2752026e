"""A sale in dollars: its books are in euros, and the rate of the payment makes a gain or a loss."""

from __future__ import annotations

from decimal import Decimal

import pytest
from bookkeeping import entry
from receivable_books import every_rule_holds, number, owed
from trade import DAY, Trade, day

from operations.erp.accounting.currencies import set_rate
from operations.erp.party import commands as party
from operations.erp.party.companies import found_company
from operations.erp.sales import commands as sales
from operations.erp.sales.errors import ForeignInvoice
from operations.erp.sales.model import Line
from operations.erp.stock import commands as stock


def _american(trade: Trade) -> int:
    for on, rate in ((0, "0.90"), (2, "0.9137"), (40, "0.8500"), (50, "0.9500")):
        set_rate(
            trade.connection,
            from_currency="USD",
            to_currency="EUR",
            valid_on=day(on),
            rate=Decimal(rate),
        )
    return party.register_customer(
        trade.connection,
        name="Harbor Works",
        country_code="US",
        created_on=DAY,
        currency_code="USD",
    )


def test_a_sale_in_dollars_is_paid_in_parts_with_a_loss_and_a_gain(trade: Trade) -> None:
    connection = trade.connection
    customer = _american(trade)
    order_id = sales.order(
        connection,
        customer_id=customer,
        ordered_on=DAY,
        lines=[
            Line(trade.pump, Decimal(3), Decimal("111.11")),
            Line(trade.hose, Decimal(7), Decimal("10.01")),
        ],
        currency_code="USD",
    )
    sales.deliver(connection, order_id=order_id, delivered_on=day(1))
    invoice_id = sales.invoice(connection, order_id=order_id, posted_on=day(2))
    invoice = number(trade, "invoice", invoice_id)

    # 333.33 and 70.07 dollars at 0.9137: each line to the cent, and their sum is the ledger's.
    lines = connection.execute(
        "select net_amount, net_amount_base from erp.invoice_lines where invoice_id = %s"
        " order by line_number",
        [invoice_id],
    ).fetchall()
    assert lines == [
        (Decimal("333.33"), Decimal("304.56")),
        (Decimal("70.07"), Decimal("64.02")),
    ]
    assert entry(trade, invoice) == [("411", "368.58", ""), ("707", "", "368.58")]
    shown = trade.row(
        "select lines.currency_code, document_amount from erp.journal_lines as lines"
        " join erp.journal_entries using (entry_id)"
        " where document_number = %s and account_code = '411'",
        invoice,
    )
    assert shown == ("USD", Decimal("403.40"))

    # 200 dollars arrive at 0.85: 170.00 for a debt of 182.74. The loss is 12.74.
    first = sales.pay(
        connection,
        customer_id=customer,
        paid_on=day(40),
        allocations={invoice_id: Decimal(200)},
        currency_code="USD",
    )
    assert entry(trade, number(trade, "payment", first)) == [
        ("512", "170.00", ""),
        ("411", "", "182.74"),
        ("656", "12.74", ""),
    ]
    assert owed(trade, 40) == [(invoice, "203.40")]

    # The rest arrives at 0.95: 193.23 for 185.84. The gain is 7.39, and nothing stays on 411.
    second = sales.pay(
        connection,
        customer_id=customer,
        paid_on=day(50),
        allocations={invoice_id: Decimal("203.40")},
        currency_code="USD",
    )
    assert entry(trade, number(trade, "payment", second)) == [
        ("512", "193.23", ""),
        ("411", "", "185.84"),
        ("756", "", "7.39"),
    ]
    assert owed(trade, 50) == []
    assert trade.balance("411") == 0
    every_rule_holds(trade)


def test_dollars_that_wait_for_their_invoice_keep_the_rate_at_which_they_came(
    trade: Trade,
) -> None:
    connection = trade.connection
    customer = _american(trade)
    order_id = sales.order(
        connection,
        customer_id=customer,
        ordered_on=DAY,
        lines=[Line(trade.pump, Decimal(10), Decimal(100))],
        currency_code="USD",
    )
    advance_id = sales.down_payment(
        connection, order_id=order_id, posted_on=DAY, net_amount=Decimal(300)
    )
    sales.pay(
        connection,
        customer_id=customer,
        paid_on=day(2),
        allocations={advance_id: Decimal(300)},
        amount=Decimal(1000),
        currency_code="USD",
    )
    payment_id = trade.row("select payment_id from erp.payments")
    payment = number(trade, "payment", payment_id)
    assert entry(trade, payment) == [
        ("512", "913.70", ""),
        ("411", "", "270.00"),
        ("411", "", "639.59"),
        ("756", "", "4.11"),
    ]

    # Invoiced at 0.85 in April: the advance of 300 was taken in at 0.90, a gain of 15.00 …
    sales.deliver(connection, order_id=order_id, delivered_on=day(40))
    invoice_id = sales.invoice(connection, order_id=order_id, posted_on=day(40))
    invoice = number(trade, "invoice", invoice_id)
    assert entry(trade, invoice) == [
        ("411", "595.00", ""),
        ("4191", "270.00", ""),
        ("707", "", "850.00"),
        ("756", "", "15.00"),
    ]
    # … and the 700 dollars that waited are worth 639.59 against a debt of 595.00.
    sales.apply_cash(
        connection,
        payment_id=payment_id,
        applied_on=day(41),
        allocations={invoice_id: Decimal(700)},
    )
    assert entry(trade, payment, "OD") == [
        ("411", "639.59", ""),
        ("411", "", "595.00"),
        ("756", "", "44.59"),
    ]
    assert owed(trade, 40) == [(payment, "-700.00"), (invoice, "700.00")]
    assert owed(trade, 41) == []
    every_rule_holds(trade)


def test_a_subsidiary_sells_in_its_own_francs_with_numbers_of_its_own(trade: Trade) -> None:
    connection = trade.connection
    swiss = found_company(
        connection, company_code="CH", name="Filiale", country_code="CH", currency_code="CHF"
    )
    customer = party.register_customer(
        connection, name="Werk", country_code="CH", created_on=DAY, currency_code="CHF"
    )
    # Its pumps are worth what it paid for them in francs: at average cost.
    pump = trade.product("Pump", price="100", cost=None)
    stock.keep_product(connection, product_id=pump, valuation="average")
    main, suppliers = stock.places(connection, "MAIN", "SUPPLIERS", company_id=swiss)
    stock.move(
        connection,
        company_id=swiss,
        moved_on=DAY,
        document_type="receipt",
        document_number=f"RC{swiss}-00001",
        moves=[stock.Move(pump, Decimal(10), suppliers, main, Decimal(550))],
    )
    order_id = sales.order(
        connection,
        customer_id=customer,
        ordered_on=DAY,
        lines=[Line(pump, Decimal(10), Decimal(100))],
        currency_code="CHF",
        company_id=swiss,
    )
    advance = sales.down_payment(
        connection, order_id=order_id, posted_on=DAY, net_amount=Decimal(100)
    )
    sales.deliver(connection, order_id=order_id, delivered_on=day(1))
    invoice_id = sales.invoice(connection, order_id=order_id, posted_on=day(2))
    numbers = [number(trade, "invoice", key) for key in (advance, invoice_id)]
    assert numbers == [f"INV{swiss}-00001", f"INV{swiss}-00002"]
    assert entry(trade, numbers[1]) == [
        ("411", "1081.00", ""),
        ("707", "", "1000.00"),
        ("44571", "", "81.00"),
    ]
    with pytest.raises(ForeignInvoice):
        sales.pay(
            connection,
            customer_id=customer,
            paid_on=day(9),
            allocations={invoice_id: Decimal(1081)},
            currency_code="CHF",
        )
    sales.pay(
        connection,
        customer_id=customer,
        paid_on=day(9),
        allocations={invoice_id: Decimal(1081)},
        currency_code="CHF",
        company_id=swiss,
    )
    open_items = sales.receivables(connection, on=day(9), company_id=swiss)
    assert [(item.kind, str(item.open_amount)) for item in open_items] == [
        ("down_payment", "108.10")
    ]
    assert sales.receivables(connection, on=day(9)) == []
    (reminder,) = sales.run_dunning(connection, on=day(60), company_id=swiss)
    assert reminder.reminder_number == f"REM{swiss}-00001"
    every_rule_holds(trade)
