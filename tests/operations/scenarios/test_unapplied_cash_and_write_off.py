"""Money that comes without an invoice or above it, and debts that nobody will pay."""

from __future__ import annotations

from decimal import Decimal

from bookkeeping import balances, entry
from receivable_books import every_rule_holds, number, owed
from trade import Trade, day

from operations.erp.sales import commands as sales


def test_cash_waits_is_applied_later_and_its_rest_goes_back(trade: Trade) -> None:
    connection = trade.connection

    # A customer pays 1,500 and does not say what for: it is his, under the payment's number.
    payment_id = sales.pay(
        connection,
        customer_id=trade.customer,
        paid_on=day(0),
        allocations={},
        amount=Decimal(1500),
    )
    payment = number(trade, "payment", payment_id)
    assert entry(trade, payment) == [("512", "1500.00", ""), ("411", "", "1500.00")]
    assert owed(trade, 0) == [(payment, "-1500.00")]

    # Pumps for 1,200 are invoiced; two weeks later somebody sees that this was meant.
    invoice_id = trade.invoiced()
    invoice = number(trade, "invoice", invoice_id)
    sales.apply_cash(
        connection,
        payment_id=payment_id,
        applied_on=day(16),
        allocations={invoice_id: Decimal(1200)},
    )
    assert entry(trade, payment, "OD") == [("411", "1200.00", ""), ("411", "", "1200.00")]
    assert owed(trade, 15) == [(payment, "-1500.00"), (invoice, "1200.00")]
    assert owed(trade, 16) == [(payment, "-300.00")]

    # The rest is sent back, and all of 411 is lettered.
    refund_id = sales.refund(
        connection, payment_id=payment_id, refunded_on=day(20), amount=Decimal(300)
    )
    assert entry(trade, number(trade, "refund", refund_id)) == [
        ("411", "300.00", ""),
        ("512", "", "300.00"),
    ]
    assert owed(trade, 20) == []
    open_lines = (
        "select count(*) from erp.journal_lines where account_code = '411' and lettering_id is null"
    )
    assert trade.row(open_lines) == 0
    every_rule_holds(trade)


def test_cents_are_forgotten_and_a_lost_debt_gives_its_vat_back(trade: Trade) -> None:
    connection = trade.connection
    exact, short, lost = trade.invoiced(), trade.invoiced(), trade.invoiced()
    numbers = {key: number(trade, "invoice", key) for key in (exact, short, lost)}

    # 1,200.50 for 1,200, and 1,199.60 for 1,200: fifty cents are kept, forty are given up.
    payment_id = sales.pay(
        connection,
        customer_id=trade.customer,
        paid_on=day(30),
        allocations={exact: Decimal(1200), short: Decimal("1199.60")},
        amount=Decimal("2400.10"),
    )
    payment = number(trade, "payment", payment_id)
    assert owed(trade, 30) == [
        (payment, "-0.50"),
        (numbers[short], "0.40"),
        (numbers[lost], "1200.00"),
    ]
    sales.keep_difference(connection, payment_id=payment_id, kept_on=day(31))
    assert entry(trade, payment, "OD") == [("411", "0.50", ""), ("758", "", "0.50")]
    sales.write_off(connection, invoice_id=short, written_off_on=day(31), reason="small_difference")
    assert entry(trade, numbers[short], "OD") == [("658", "0.40", ""), ("411", "", "0.40")]

    # The third is never paid: 1,000 are lost, and the 200 of VAT come back from the state.
    sales.write_off(connection, invoice_id=lost, written_off_on=day(300), reason="bad_debt")
    assert entry(trade, numbers[lost], "OD") == [
        ("654", "1000.00", ""),
        ("44571", "200.00", ""),
        ("411", "", "1200.00"),
    ]
    assert owed(trade, 299) == [(numbers[lost], "1200.00")]
    assert owed(trade, 300) == []
    assert balances(trade, "411", "44571") == {"411": "0.00", "44571": "-400.00"}
    every_rule_holds(trade)
