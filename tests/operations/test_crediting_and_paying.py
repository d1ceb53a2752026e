"""Credit notes and payments: what they do to the books, and what they refuse."""

from __future__ import annotations

from decimal import Decimal

import pytest
from trade import Trade, day

from operations.erp.catalog import commands as catalog
from operations.erp.sales import commands as sales
from operations.erp.sales.errors import (
    ForeignInvoice,
    NotInDocument,
    OverCredit,
    OverPayment,
    TooEarly,
)
from operations.errors import InvalidValue, NotFound


def _credit(trade: Trade, invoice_id: int, reason: str, value: str, *, on: int = 20) -> int:
    (line,) = trade.invoice_lines(invoice_id)
    return sales.credit(
        trade.connection,
        invoice_id=invoice_id,
        posted_on=day(on),
        reason="return" if reason == "return" else "price",
        lines={line: Decimal(value)},
    )


def _pay(trade: Trade, invoice_id: int, amount: str, *, customer: int | None = None) -> int:
    return sales.pay(
        trade.connection,
        customer_id=customer or trade.customer,
        paid_on=day(40),
        allocations={invoice_id: Decimal(amount)},
    )


def test_the_books_of_a_sale_a_return_and_a_payment(trade: Trade) -> None:
    invoice_id = trade.invoiced()  # ten pumps: 1000 net, 200 tax, cost 600
    _credit(trade, invoice_id, "return", "3")  # 300 net, 60 tax, cost 180
    _credit(trade, invoice_id, "price", "50")  # 50 net, 10 tax
    _pay(trade, invoice_id, "780")
    balances = {code: trade.balance(code) for code in ("411", "707", "44571", "6037", "37", "512")}
    assert balances == {
        "411": 0,
        "707": -650,
        "44571": -130,
        "6037": 420,
        "37": -420,
        "512": 780,
    }


def test_goods_come_back_at_the_cost_at_which_they_left(trade: Trade) -> None:
    invoice_id = trade.invoiced()
    catalog.set_cost(
        trade.connection, product_id=trade.pump, unit_cost=Decimal(90), valid_from=day(10)
    )
    note = _credit(trade, invoice_id, "return", "3")
    given = trade.row(
        "select quantity, net_amount, cost_amount from erp.credit_note_lines"
        " where credit_note_id = %s",
        note,
    )
    assert given == (3, 300, 180)


def test_a_better_price_moves_no_goods_and_no_cost(trade: Trade) -> None:
    note = _credit(trade, trade.invoiced(), "price", "50")
    given = trade.row(
        "select quantity, net_amount, cost_amount from erp.credit_note_lines"
        " where credit_note_id = %s",
        note,
    )
    assert given == (0, 50, 0)
    assert trade.balance("6037") == 600


def test_more_cannot_come_back_than_was_invoiced(trade: Trade) -> None:
    invoice_id = trade.invoiced()
    _credit(trade, invoice_id, "return", "8")
    with pytest.raises(OverCredit, match=r"INV\d+, line 1: a quantity of 3 .* 2 remain"):
        _credit(trade, invoice_id, "return", "3")


def test_more_cannot_be_given_back_than_was_invoiced(trade: Trade) -> None:
    invoice_id = trade.invoiced()
    _credit(trade, invoice_id, "price", "900")
    with pytest.raises(OverCredit, match=r"a price of 100\.01 .* 100 remain"):
        _credit(trade, invoice_id, "price", "100.01")


def test_a_whole_return_after_a_better_price_gives_back_the_rest(trade: Trade) -> None:
    invoice_id = trade.invoiced()
    _credit(trade, invoice_id, "price", "100")
    _credit(trade, invoice_id, "return", "10")
    assert [trade.balance(code) for code in ("411", "707", "44571", "6037")] == [0, 0, 0, 0]


def test_a_line_of_another_invoice_cannot_be_credited(trade: Trade) -> None:
    (foreign,) = trade.invoice_lines(trade.invoiced())
    with pytest.raises(NotInDocument, match=f"no line with the key {foreign}"):
        sales.credit(
            trade.connection,
            invoice_id=trade.invoiced(),
            posted_on=day(9),
            reason="price",
            lines={foreign: Decimal(1)},
        )


def test_a_credit_note_before_its_invoice_is_refused(trade: Trade) -> None:
    with pytest.raises(TooEarly, match="credit note of invoice"):
        _credit(trade, trade.invoiced(), "price", "1", on=1)


def test_over_payment_names_the_invoice_and_what_is_owed(trade: Trade) -> None:
    invoice_id = trade.invoiced()
    _credit(trade, invoice_id, "price", "50")
    _pay(trade, invoice_id, "1000")
    with pytest.raises(OverPayment, match=r"INV\d+: 140\.01 cannot be paid, 140\.00 is owed"):
        _pay(trade, invoice_id, "140.01")
    _pay(trade, invoice_id, "140")


def test_one_payment_may_pay_several_invoices(trade: Trade) -> None:
    invoices = [trade.invoiced(), trade.invoiced()]
    payment = sales.pay(
        trade.connection,
        customer_id=trade.customer,
        paid_on=day(40),
        allocations=dict.fromkeys(invoices, Decimal(1200)),
    )
    paid = "select amount from erp.payments where payment_id = %s"
    assert trade.row(paid, payment) == 2400
    assert trade.balance("411") == 0


def test_a_payment_does_not_pay_the_invoice_of_another_customer(trade: Trade) -> None:
    other = trade.register("Other")
    with pytest.raises(ForeignInvoice, match=r"INV\d+ is not one of customer C\d+ in EUR"):
        _pay(trade, trade.invoiced(), "10", customer=other)


@pytest.mark.parametrize("amount", ["0", "-1", "0.001"])
def test_a_payment_is_in_whole_cents_above_zero(trade: Trade, amount: str) -> None:
    with pytest.raises(InvalidValue, match="payment of invoice"):
        _pay(trade, trade.invoiced(), amount)


def test_a_payment_of_an_unknown_invoice_is_refused(trade: Trade) -> None:
    with pytest.raises(NotFound, match="invoice 999999"):
        _pay(trade, 999_999, "1")
