"""Down-payments: no more than is ordered, deducted as far as they were paid and are needed."""

from __future__ import annotations

from decimal import Decimal

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from trade import Trade, day

from operations.erp.sales import commands as sales
from operations.erp.sales.cash_errors import NotDownPayment, NothingToCancel, OverAdvance
from operations.erp.sales.deductions import DownPayment, planned
from operations.erp.sales.errors import TooEarly
from operations.erp.sales.model import Amount
from operations.errors import InvalidValue, NotFound

ZERO = Decimal("0.00")


def _ask(trade: Trade, order_id: int, net: str, on: int = 1) -> int:
    return sales.down_payment(
        trade.connection, order_id=order_id, posted_on=day(on), net_amount=Decimal(net)
    )


def _pay(trade: Trade, invoice_id: int, amount: str) -> None:
    sales.pay(
        trade.connection,
        customer_id=trade.customer,
        paid_on=day(2),
        allocations={invoice_id: Decimal(amount)},
    )


def _deducted(trade: Trade) -> list[tuple[object, ...]]:
    return trade.connection.execute(
        "select net_amount, tax_amount, gross_amount from erp.down_payment_deductions"
        " order by deduction_id"
    ).fetchall()


def _invoice(trade: Trade, order_id: int, quantity: int, on: int) -> int:
    (line,) = trade.order_lines(order_id)
    sales.deliver(
        trade.connection,
        order_id=order_id,
        delivered_on=day(on),
        quantities={line: Decimal(quantity)},
    )
    return sales.invoice(trade.connection, order_id=order_id, posted_on=day(on))


def test_what_an_invoice_does_not_need_is_deducted_from_the_next(trade: Trade) -> None:
    order_id = trade.order()
    _pay(trade, _ask(trade, order_id, "500"), "600")
    first = _invoice(trade, order_id, 4, 3)
    _invoice(trade, order_id, 6, 4)
    assert _deducted(trade) == [(400, 80, 480), (100, 20, 120)]
    assert trade.row("select amount from erp.owed(%s)", first) == 0
    assert trade.balance("411") == 600
    lettered = trade.row(
        "select count(*) from erp.journal_lines where account_code = '411' and lettering_id is null"
    )
    assert lettered == 1  # the second invoice; the first owes nothing and has no line on 411


def test_only_what_was_paid_is_deducted(trade: Trade) -> None:
    order_id = trade.order()
    advance = _ask(trade, order_id, "500")
    _invoice(trade, order_id, 5, 3)
    assert _deducted(trade) == []
    _pay(trade, advance, "240")
    _invoice(trade, order_id, 5, 4)
    assert _deducted(trade) == [(200, 40, 240)]


def test_an_invoice_may_leave_the_down_payment_alone(trade: Trade) -> None:
    order_id = trade.order()
    _pay(trade, _ask(trade, order_id, "500"), "600")
    sales.deliver(trade.connection, order_id=order_id, delivered_on=day(3))
    sales.invoice(trade.connection, order_id=order_id, posted_on=day(3), deduct_down_payments=False)
    assert _deducted(trade) == []


def test_no_more_is_asked_in_advance_than_was_ordered(trade: Trade) -> None:
    order_id = trade.order()
    _ask(trade, order_id, "600")
    with pytest.raises(OverAdvance, match=r"400\.01 cannot be asked .* 400\.00 ex VAT"):
        _ask(trade, order_id, "400.01")
    _ask(trade, order_id, "400")


def test_a_down_payment_is_of_cents_not_before_its_order(trade: Trade) -> None:
    order_id = trade.order()
    with pytest.raises(InvalidValue, match="not above zero"):
        _ask(trade, order_id, "0")
    with pytest.raises(InvalidValue, match="2 decimals"):
        _ask(trade, order_id, "0.001")
    with pytest.raises(TooEarly, match="down-payment of order"):
        _ask(trade, order_id, "1", on=-1)
    with pytest.raises(NotFound, match="order 999999"):
        _ask(trade, 999_999, "1")


def test_what_is_no_down_payment_or_deducted_whole_is_not_cancelled(trade: Trade) -> None:
    order_id = trade.order()
    advance = _ask(trade, order_id, "100")
    _pay(trade, advance, "120")
    with pytest.raises(TooEarly, match="credit note of down-payment"):
        sales.cancel_down_payment(trade.connection, invoice_id=advance, posted_on=day(0))
    sale = _invoice(trade, order_id, 10, 3)
    with pytest.raises(NotDownPayment):
        sales.cancel_down_payment(trade.connection, invoice_id=sale, posted_on=day(4))
    with pytest.raises(NothingToCancel):
        sales.cancel_down_payment(trade.connection, invoice_id=advance, posted_on=day(4))


@given(
    asked=st.integers(1, 50_000),
    rate=st.sampled_from(["1", "0.9137", "1.0713", "0.00621"]),
    tax_rate=st.sampled_from(["0", "0.055", "0.2"]),
    invoices=st.lists(st.integers(1, 50_000), min_size=1, max_size=5),
)
def test_a_down_payment_is_deducted_to_the_last_cent_in_both_currencies(
    asked: int, rate: str, tax_rate: str, invoices: list[int]
) -> None:
    net = Decimal(asked) / 100
    tax = (net * Decimal(tax_rate)).quantize(Decimal("0.01"))
    base, tax_base = ((amount * Decimal(rate)).quantize(Decimal("0.01")) for amount in (net, tax))
    done = [ZERO] * 5
    for owed in (*invoices, asked * 2):
        advance = DownPayment(1, net, tax, base, tax_base, "FR20", net + tax - done[4], *done[:4])
        amount = Amount(Decimal(owed) / 100, (Decimal(owed) / 100).quantize(Decimal("0.01")))
        for _, less in planned([advance], amount):
            parts = (less.net.document, less.tax.document, less.net.base, less.tax.base)
            assert min(parts) >= 0
            assert less.net.document + less.tax.document == less.owed_less.document
            assert less.owed_less.document <= amount.document
            done = [
                before + part
                for before, part in zip(done, (*parts, less.owed_less.document), strict=True)
            ]
    assert done == [net, tax, base, tax_base, net + tax]


def test_what_is_paid_after_an_invoice_is_not_deducted_from_it(trade: Trade) -> None:
    order_id = trade.order()
    _pay(trade, _ask(trade, order_id, "500"), "600")  # on day 2
    _invoice(trade, order_id, 5, 1)
    assert _deducted(trade) == []


def test_the_database_refuses_to_deduct_what_was_paid_later(trade: Trade) -> None:
    order_id = trade.order()
    _pay(trade, _ask(trade, order_id, "500"), "600")
    _invoice(trade, order_id, 5, 3)
    with pytest.raises(psycopg.errors.CheckViolation, match="more is deducted than was paid"):
        trade.connection.execute(
            "update erp.down_payment_deductions set deducted_on = %s", [day(1)]
        )


def test_a_down_payment_is_not_cancelled_before_it_was_paid(trade: Trade) -> None:
    advance = _ask(trade, trade.order(), "500")
    _pay(trade, advance, "240")
    with pytest.raises(TooEarly, match="payment of down-payment"):
        sales.cancel_down_payment(trade.connection, invoice_id=advance, posted_on=day(1))
