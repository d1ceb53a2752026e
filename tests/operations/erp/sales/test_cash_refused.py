"""Money: no more is used than there is, by nobody else, and not before it came."""

from __future__ import annotations

from decimal import Decimal

import psycopg
import pytest
from trade import Trade, day

from operations.erp.accounting.errors import NoRate, PeriodClosed
from operations.erp.accounting.periods import close_period
from operations.erp.sales import commands as sales
from operations.erp.sales.cash_errors import NotEnoughCash, NothingToRefund
from operations.erp.sales.errors import ForeignInvoice, NoLines, OverPayment, TooEarly
from operations.errors import InvalidValue, NotFound


def _cash(trade: Trade, amount: str = "500", on: int = 10) -> int:
    return sales.pay(
        trade.connection,
        customer_id=trade.customer,
        paid_on=day(on),
        allocations={},
        amount=Decimal(amount),
    )


def _apply(trade: Trade, payment: int, invoice: int, amount: str, on: int = 20) -> None:
    sales.apply_cash(
        trade.connection,
        payment_id=payment,
        applied_on=day(on),
        allocations={invoice: Decimal(amount)},
    )


def _refund(trade: Trade, amount: str, on: int = 20, **of: int) -> int:
    return sales.refund(trade.connection, refunded_on=day(on), amount=Decimal(amount), **of)


def test_more_is_not_allocated_than_arrived(trade: Trade) -> None:
    with pytest.raises(
        NotEnoughCash, match=r"payment of customer C\d+: 700\.00 .* 600\.00 is there"
    ):
        sales.pay(
            trade.connection,
            customer_id=trade.customer,
            paid_on=day(10),
            allocations={trade.invoiced(): Decimal(700)},
            amount=Decimal(600),
        )


def test_a_payment_of_nothing_for_nothing_is_refused(trade: Trade) -> None:
    with pytest.raises(NoLines):
        sales.pay(trade.connection, customer_id=trade.customer, paid_on=day(10), allocations={})
    with pytest.raises(InvalidValue, match="not above zero"):
        _cash(trade, "0")


def test_a_payment_above_its_invoice_keeps_the_rest(trade: Trade) -> None:
    payment_id = sales.pay(
        trade.connection,
        customer_id=trade.customer,
        paid_on=day(10),
        allocations={trade.invoiced(): Decimal(1200)},
        amount=Decimal(1500),
    )
    rest = "select amount from erp.unapplied(%s)"
    assert trade.row(rest, payment_id) == 300
    _apply(trade, payment_id, trade.invoiced(), "300")
    assert trade.row(rest, payment_id) == 0


def test_cash_may_be_applied_to_one_invoice_on_two_days(trade: Trade) -> None:
    payment_id, invoice_id = _cash(trade), trade.invoiced()
    _apply(trade, payment_id, invoice_id, "200", on=20)
    _apply(trade, payment_id, invoice_id, "300", on=25)
    assert trade.row("select amount from erp.owed(%s)", invoice_id) == 700


def test_no_more_is_applied_than_is_left(trade: Trade) -> None:
    payment_id, invoice_id = _cash(trade), trade.invoiced()
    _apply(trade, payment_id, invoice_id, "200")
    with pytest.raises(NotEnoughCash, match=r"payment PAY\d+: 300\.01 .* 300\.00 is there"):
        _apply(trade, payment_id, invoice_id, "300.01")


def test_no_more_is_applied_than_is_owed(trade: Trade) -> None:
    with pytest.raises(OverPayment):
        _apply(trade, _cash(trade, "2000"), trade.invoiced(), "1200.01")


def test_cash_is_not_applied_before_it_came_nor_before_the_invoice(trade: Trade) -> None:
    payment_id, invoice_id = _cash(trade), trade.invoiced()
    with pytest.raises(TooEarly, match="application of payment"):
        _apply(trade, payment_id, invoice_id, "1", on=9)
    early = _cash(trade, on=0)
    with pytest.raises(TooEarly, match="payment of invoice"):
        _apply(trade, early, invoice_id, "1", on=1)


def test_cash_is_not_applied_to_the_invoice_of_another_nor_to_nothing(trade: Trade) -> None:
    other = trade.invoiced(customer=trade.register("Other"))
    with pytest.raises(ForeignInvoice):
        _apply(trade, _cash(trade), other, "1")
    with pytest.raises(NotFound, match="payment 999999"):
        _apply(trade, 999_999, other, "1")
    with pytest.raises(NoLines):
        sales.apply_cash(
            trade.connection, payment_id=_cash(trade), applied_on=day(20), allocations={}
        )


def test_no_more_goes_back_than_is_left_of_a_payment(trade: Trade) -> None:
    payment_id = _cash(trade)
    _apply(trade, payment_id, trade.invoiced(), "450")
    with pytest.raises(NothingToRefund, match=r"PAY\d+: 51 cannot be refunded, 50\.00 was"):
        _refund(trade, "51", payment_id=payment_id)
    _refund(trade, "50", payment_id=payment_id)


def test_nothing_goes_back_of_an_invoice_that_is_owed(trade: Trade) -> None:
    with pytest.raises(NothingToRefund, match=r"INV\d+: 1 cannot be refunded, 0\.00 was"):
        _refund(trade, "1", invoice_id=trade.invoiced())


def test_a_refund_is_of_one_thing_and_not_before_it(trade: Trade) -> None:
    payment_id = _cash(trade)
    with pytest.raises(InvalidValue, match="one payment, of one invoice or of one rebate"):
        _refund(trade, "1")
    with pytest.raises(InvalidValue, match="one payment, of one invoice or of one rebate"):
        _refund(trade, "1", payment_id=payment_id, invoice_id=trade.invoiced())
    with pytest.raises(TooEarly, match="refund of PAY"):
        _refund(trade, "1", on=9, payment_id=payment_id)
    with pytest.raises(InvalidValue, match="not above zero"):
        _refund(trade, "0", payment_id=payment_id)


def test_nothing_is_applied_given_back_or_written_off_in_a_closed_month(trade: Trade) -> None:
    payment_id, invoice_id = _cash(trade), trade.invoiced()
    close_period(trade.connection, month=day(0))
    with pytest.raises(PeriodClosed, match="application of payment"):
        _apply(trade, payment_id, invoice_id, "1")
    with pytest.raises(PeriodClosed, match="refund of PAY"):
        _refund(trade, "1", payment_id=payment_id)
    with pytest.raises(PeriodClosed, match="write-off of INV"):
        sales.write_off(
            trade.connection,
            invoice_id=invoice_id,
            written_off_on=day(20),
            reason="bad_debt",
        )
    with pytest.raises(PeriodClosed, match="down-payment of order"):
        sales.down_payment(
            trade.connection,
            order_id=trade.order(),
            posted_on=day(20),
            net_amount=Decimal(1),
        )


def test_money_without_a_rate_is_refused_and_the_banks_own_rate_is_taken(trade: Trade) -> None:
    with pytest.raises(NoRate, match="USD to EUR"):
        sales.pay(
            trade.connection,
            customer_id=trade.customer,
            paid_on=day(10),
            allocations={},
            amount=Decimal(100),
            currency_code="USD",
        )
    sales.pay(
        trade.connection,
        customer_id=trade.customer,
        paid_on=day(10),
        allocations={},
        amount=Decimal(100),
        currency_code="USD",
        exchange_rate=Decimal("0.91"),
    )
    assert trade.balance("512") == 91
    with pytest.raises(InvalidValue, match="rate from USD to EUR is 0"):
        sales.pay(
            trade.connection,
            customer_id=trade.customer,
            paid_on=day(10),
            allocations={},
            amount=Decimal(100),
            currency_code="USD",
            exchange_rate=Decimal(0),
        )


def test_nothing_goes_back_before_it_was_paid_too_much(trade: Trade) -> None:
    invoice_id = trade.invoiced()
    sales.pay(
        trade.connection,
        customer_id=trade.customer,
        paid_on=day(10),
        allocations={invoice_id: Decimal(1200)},
    )
    (line,) = trade.invoice_lines(invoice_id)
    sales.credit(
        trade.connection,
        invoice_id=invoice_id,
        posted_on=day(15),
        reason="return",
        lines={line: Decimal(1)},
    )
    with pytest.raises(TooEarly, match="paid too much"):
        _refund(trade, "120", on=14, invoice_id=invoice_id)
    _refund(trade, "120", on=15, invoice_id=invoice_id)
    with pytest.raises(psycopg.errors.CheckViolation, match=r"120\.00 was not paid too much yet"):
        trade.connection.execute("update erp.refunds set refunded_on = refunded_on - 1")


def test_nothing_goes_back_before_it_came_past_the_command(trade: Trade) -> None:
    payment_id = sales.pay(
        trade.connection,
        customer_id=trade.customer,
        paid_on=day(10),
        allocations={},
        amount=Decimal(100),
    )
    _refund(trade, "60", on=12, payment_id=payment_id)
    with pytest.raises(psycopg.errors.CheckViolation, match="what it gives back is of 2024-03-11"):
        trade.connection.execute("update erp.refunds set refunded_on = refunded_on - 3")
