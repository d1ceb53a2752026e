"""A rebate at the end of a year: set against an invoice, and the rest of it paid out."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from bookkeeping import balances, entry
from receivable_books import every_rule_holds, number, owed
from trade import DAY, Trade, day

from operations.erp.sales import commands as sales

NEW_YEAR = (dt.date(2025, 1, 2) - DAY).days


def test_two_percent_of_a_year_go_back_to_the_customer(trade: Trade) -> None:
    connection = trade.connection

    # Two sales of 1,000 and a return of 300: 1,700 were bought in 2024, and all is paid.
    first, second = trade.invoiced(), trade.invoiced()
    (line,) = trade.invoice_lines(first)
    sales.credit(
        connection, invoice_id=first, posted_on=day(5), reason="return", lines={line: Decimal(3)}
    )
    sales.pay(
        connection,
        customer_id=trade.customer,
        paid_on=day(30),
        allocations={first: Decimal(840), second: Decimal(1200)},
    )
    rebate_id = sales.grant_rebate(
        connection,
        customer_id=trade.customer,
        starts_on=dt.date(2024, 1, 1),
        ends_on=dt.date(2024, 12, 31),
        posted_on=dt.date(2024, 12, 31),
        rebate_rate=Decimal("0.02"),
    )
    rebate = str(trade.row("select rebate_number from erp.rebates"))
    assert rebate == "CN00002"
    assert entry(trade, rebate) == [
        ("7097", "34.00", ""),
        ("44571", "6.80", ""),
        ("411", "", "40.80"),
    ]
    assert owed(trade, NEW_YEAR) == [(rebate, "-40.80")]

    # Thirty are set against his next invoice, the rest is paid out.
    third = trade.invoiced()
    sales.apply_rebate(
        connection,
        rebate_id=rebate_id,
        applied_on=day(NEW_YEAR),
        allocations={third: Decimal(30)},
    )
    assert entry(trade, rebate, "OD") == [("411", "30.00", ""), ("411", "", "30.00")]
    refund_id = sales.refund(
        connection, rebate_id=rebate_id, refunded_on=day(NEW_YEAR), amount=Decimal("10.80")
    )
    assert entry(trade, number(trade, "refund", refund_id)) == [
        ("411", "10.80", ""),
        ("512", "", "10.80"),
    ]
    invoice = number(trade, "invoice", third)
    assert owed(trade, NEW_YEAR - 1) == [(invoice, "1200.00"), (rebate, "-40.80")]
    assert owed(trade, NEW_YEAR) == [(invoice, "1170.00")]
    assert balances(trade, "7097", "707") == {"7097": "34.00", "707": "-2700.00"}
    every_rule_holds(trade)
