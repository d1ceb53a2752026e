"""The thread of a deal: every document in the order of time, each with its entry."""

from __future__ import annotations

from decimal import Decimal

import pytest
from trade import Trade, day

from operations.erp.sales import commands as sales
from operations.errors import InvalidValue, NotFound


def test_a_thread_has_one_beginning_that_exists(trade: Trade) -> None:
    with pytest.raises(InvalidValue, match="a deal or with an order"):
        sales.thread(trade.connection)
    with pytest.raises(NotFound, match="order 999999"):
        sales.thread(trade.connection, order_id=999_999)
    with pytest.raises(NotFound, match="opportunity 999999"):
        sales.thread(trade.connection, opportunity_id=999_999)


def test_every_kind_of_document_of_an_order_is_in_its_thread(trade: Trade) -> None:
    order_id = trade.order()
    (line,) = trade.order_lines(order_id)
    advance = sales.down_payment(
        trade.connection, order_id=order_id, posted_on=day(1), net_amount=Decimal(100)
    )
    cash = sales.pay(
        trade.connection,
        customer_id=trade.customer,
        paid_on=day(2),
        allocations={advance: Decimal(120)},
        amount=Decimal(200),
    )
    sales.deliver(
        trade.connection, order_id=order_id, delivered_on=day(3), quantities={line: Decimal(9)}
    )
    sales.cancel_remainder(
        trade.connection, order_id=order_id, cancelled_on=day(4), reason="enough"
    )
    invoice = sales.invoice(trade.connection, order_id=order_id, posted_on=day(5))
    sales.apply_cash(
        trade.connection, payment_id=cash, applied_on=day(6), allocations={invoice: Decimal(80)}
    )
    sales.write_off(trade.connection, invoice_id=invoice, written_off_on=day(90), reason="bad_debt")
    steps = sales.thread(trade.connection, order_id=order_id)
    assert [(step.kind, str(step.amount), len(step.lines)) for step in steps] == [
        ("order", "1000.00", 0),
        ("down_payment", "120.00", 2),
        ("payment", "120.00", 6),
        ("delivery", "540.00", 2),
        ("cancellation", "-100.00", 0),
        ("invoice", "1080.00", 4),
        ("cash_application", "80.00", 2),
        ("write_off", "-880.00", 3),
    ]
    for step in steps:
        assert sum(line.debit - line.credit for line in step.lines) == 0


def test_the_thread_of_one_order_has_nothing_of_another(trade: Trade) -> None:
    trade.invoiced()
    steps = sales.thread(trade.connection, order_id=trade.order())
    assert [step.kind for step in steps] == ["order"]
