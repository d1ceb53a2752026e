"""What a document does to the ledger: always balanced, on the accounts of the French chart."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from operations.erp.accounting.model import STOCK_CHANGE, Entry, Posting, UnbalancedEntry
from operations.erp.sales import postings
from operations.erp.sales.model import Totals
from operations.erp.stock import postings as stock_postings
from operations.erp.stock.model import ACCOUNTS
from operations.errors import InvalidValue

DAY = dt.date(2024, 3, 1)
CENTS = st.decimals(min_value=0, max_value=1_000_000, places=2)


def sides(entry: Entry | None) -> dict[str, Decimal]:
    """Debit less credit by account."""
    assert entry is not None
    return {line.account_code: line.debit - line.credit for line in entry.postings}


def test_an_invoice_debits_the_customer_and_credits_sales_and_tax() -> None:
    entry = postings.invoiced("INV1", DAY, Totals(Decimal("100.00"), Decimal("20.00")), 7)
    assert sides(entry) == {"411": 120, "707": -100, "44571": -20}


def test_a_credit_note_undoes_what_the_invoice_did() -> None:
    sums = Totals(Decimal("100.00"), Decimal("20.00"))
    invoice = sides(postings.invoiced("INV1", DAY, sums, 7))
    credit = sides(postings.credited("CN1", DAY, sums, 7, invoice_number="INV1"))
    assert credit == {account: -amount for account, amount in invoice.items()}


def test_goods_that_leave_move_from_stock_to_cost_and_come_back_the_other_way() -> None:
    assert sides(_goods("delivery", "DL1", -60)) == {"6037": 60, "37": -60}
    assert sides(_goods("credit_note", "CN1", 60)) == {"6037": -60, "37": 60}


def test_a_payment_moves_from_the_customer_to_the_bank() -> None:
    assert sides(postings.paid("PAY1", DAY, {"INV1": Decimal(120)}, 7)) == {"512": 120, "411": -120}


def test_a_sale_without_tax_has_no_tax_line() -> None:
    entry = postings.invoiced("INV1", DAY, Totals(Decimal("100.00"), Decimal("0.00")), 7)
    assert set(sides(entry)) == {"411", "707"}


def test_a_document_that_is_worth_nothing_has_no_entry() -> None:
    assert postings.invoiced("INV1", DAY, Totals(Decimal(0), Decimal(0)), 7) is None
    assert _goods("credit_note", "CN1", 0) is None


@given(net=CENTS, tax=CENTS)
def test_every_entry_of_a_sale_balances(net: Decimal, tax: Decimal) -> None:
    credited = partial(postings.credited, invoice_number="INV1")
    for make in (postings.invoiced, credited):
        entry = make("X1", DAY, Totals(net, tax), 7)
        assert entry is None or sum(sides(entry).values()) == 0


def _goods(document_type: str, number: str, value: int) -> Entry | None:
    document = stock_postings.Document(1, DAY, document_type, number)
    worth = Decimal(value)
    change = stock_postings.Change(ACCOUNTS["goods"], STOCK_CHANGE, value=worth, said=worth)
    return stock_postings.entry(document, [change])


def _entry(*lines: Posting) -> Entry:
    return Entry("VT", DAY, "invoice", "INV00042", "Invoice", lines)


def test_an_unbalanced_entry_names_its_document_and_the_gap() -> None:
    with pytest.raises(UnbalancedEntry, match=r"invoice INV00042 .* is 0\.01"):
        _entry(Posting("411", debit=Decimal("10.01")), Posting("707", credit=Decimal("10.00")))


def test_an_entry_without_lines_is_refused() -> None:
    with pytest.raises(UnbalancedEntry, match="no lines"):
        _entry()


@pytest.mark.parametrize(
    "line",
    [
        Posting("411"),
        Posting("411", debit=Decimal(1), credit=Decimal(1)),
        Posting("411", debit=Decimal(-1)),
    ],
)
def test_a_line_has_one_side_above_zero(line: Posting) -> None:
    with pytest.raises(UnbalancedEntry, match="either a debit or a credit"):
        _entry(line)


def test_a_ledger_amount_in_fractions_of_a_cent_is_refused() -> None:
    with pytest.raises(InvalidValue, match="2 decimals"):
        _entry(Posting("411", debit=Decimal("0.001")), Posting("707", credit=Decimal("0.001")))
