"""The end of March: what the check-list finds, what is done about it, and the closing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from bookkeeping import balances, entry, look_at_rules
from trade import Trade, day

from operations.erp.accounting.errors import PeriodClosed
from operations.erp.accounting.manual_entries import post_manual_entry
from operations.erp.accounting.model import Posting
from operations.erp.accounting.tax_filing import file_tax_return
from operations.erp.accounting.tax_returns import TaxPeriod
from operations.erp.closing import commands as closing
from operations.erp.closing.errors import PeriodNotReady
from operations.erp.sales import commands as sales

MARCH, END_OF_MARCH, APRIL = day(0), dt.date(2024, 3, 31), dt.date(2024, 4, 1)


def _broken(trade: Trade) -> dict[str, str]:
    """What the check-list of March finds wrong."""
    found = closing.closing_checklist(trade.connection, month=MARCH)
    return {check.name: check.detail for check in found if not check.is_ok}


def test_march_is_closed_when_every_check_holds(trade: Trade) -> None:
    # Ten pumps at 100 are ordered: six are delivered, invoiced and paid, four leave on the 30th.
    order_id = trade.order()
    (line,) = trade.order_lines(order_id)
    sales.deliver(
        trade.connection, order_id=order_id, delivered_on=day(1), quantities={line: Decimal(6)}
    )
    invoice_id = sales.invoice(trade.connection, order_id=order_id, posted_on=day(2))
    sales.pay(
        trade.connection,
        customer_id=trade.customer,
        paid_on=day(20),
        allocations={invoice_id: Decimal(720)},
    )
    sales.deliver(trade.connection, order_id=order_id, delivered_on=day(29))

    assert _broken(trade) == {
        "delivered, not invoiced": "1 orders worth 400.00 were delivered and are not invoiced.",
        "bank balance": "The books say 720.00 on 512; no statement of 2024-03-31 was entered.",
        "VAT return": "The return of 2024-03 to 2024-03 is not filed: 120.00 are to be paid.",
    }
    with pytest.raises(PeriodNotReady, match=r"2024-03 cannot be closed: 1 orders worth 400\.00"):
        closing.close_period(trade.connection, month=MARCH, strict=True)

    # The four pumps are accrued: their sale is March's, as their cost is; undone in April.
    closing.accrue(trade.connection, month=MARCH)
    look_at_rules(trade)
    assert entry(trade, "FAE202403") == [
        ("4181", "480.00", ""),
        ("707", "", "400.00"),
        ("44587", "", "80.00"),
        ("4181", "", "480.00"),
        ("707", "400.00", ""),
        ("44587", "80.00", ""),
    ]
    # The bank says 700: it took 20 for its services, which are posted.
    closing.record_bank_balance(trade.connection, stated_on=END_OF_MARCH, amount=Decimal(700))
    assert _broken(trade)["bank balance"] == "The books say 720.00 on 512, the bank 700.00."
    post_manual_entry(
        trade.connection,
        journal_code="BQ",
        posted_on=END_OF_MARCH,
        description="Frais bancaires",
        lines=[Posting("627", debit=Decimal(20)), Posting("512", credit=Decimal(20))],
    )
    # VAT is declared on what was invoiced, not on what was accrued.
    file_tax_return(trade.connection, period=TaxPeriod.month(MARCH), filed_on=dt.date(2024, 4, 18))
    assert balances(trade, "44551") == {"44551": "-120.00"}

    assert _broken(trade) == {}
    period = closing.close_period(trade.connection, month=MARCH, strict=True)
    assert period.starts_on == dt.date(2024, 3, 1)
    with pytest.raises(PeriodClosed):
        sales.invoice(trade.connection, order_id=order_id, posted_on=END_OF_MARCH)

    # In April the four pumps are invoiced; with the reversal April has sold nothing of them.
    sales.invoice(trade.connection, order_id=order_id, posted_on=APRIL)
    query = (
        "select sum(credit - debit) from erp.journal_lines join erp.journal_entries"
        " using (entry_id) where account_code = '707' and posted_on >= '2024-04-01'"
    )
    assert trade.row(query) == 0
    assert balances(trade, "4181", "44587") == {"4181": "0.00", "44587": "0.00"}
