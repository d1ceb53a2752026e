"""Two people at one document: the second waits for the first, then is told what is left."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import psycopg
import pytest
from trade import Trade, day
from waiting import LONGEST_WAIT_SECONDS, the_second_is_refused, until_the_second_waits

from operations.database.connection import Connection
from operations.database.server import Store
from operations.erp.party import commands as party
from operations.erp.sales import commands as sales
from operations.erp.sales.cash_errors import NotEnoughCash, NothingToRefund
from operations.erp.sales.errors import (
    NothingToInvoice,
    OverCancellation,
    OverCredit,
    OverDelivery,
    OverPayment,
)
from operations.erp.sales.model import Line
from operations.errors import CommandRefused

Act = Callable[[Connection], object]


def _delivery(trade: Trade) -> Act:
    order_id = trade.order()
    line_id = trade.order_lines(order_id)[0]
    return lambda connection: sales.deliver(
        connection, order_id=order_id, delivered_on=day(1), quantities={line_id: Decimal(6)}
    )


def _invoice(trade: Trade) -> Act:
    order_id = trade.order()
    sales.deliver(trade.connection, order_id=order_id, delivered_on=day(1))
    return lambda connection: sales.invoice(connection, order_id=order_id, posted_on=day(2))


def _return(trade: Trade) -> Act:
    invoice_id = trade.invoiced()
    line_id = trade.invoice_lines(invoice_id)[0]
    return lambda connection: sales.credit(
        connection,
        invoice_id=invoice_id,
        posted_on=day(3),
        reason="return",
        lines={line_id: Decimal(6)},
    )


def _payment(trade: Trade) -> Act:
    invoice_id = trade.invoiced()
    return lambda connection: sales.pay(
        connection,
        customer_id=trade.customer,
        paid_on=day(3),
        allocations={invoice_id: Decimal(700)},
    )


def _cash(trade: Trade) -> Act:
    invoice_id = trade.invoiced()
    payment_id = _unapplied(trade)
    return lambda connection: sales.apply_cash(
        connection,
        payment_id=payment_id,
        applied_on=day(4),
        allocations={invoice_id: Decimal(600)},
    )


def _refund(trade: Trade) -> Act:
    payment_id = _unapplied(trade)
    return lambda connection: sales.refund(
        connection, payment_id=payment_id, refunded_on=day(4), amount=Decimal(600)
    )


def _cancellation(trade: Trade) -> Act:
    order_id = trade.order()
    line_id = trade.order_lines(order_id)[0]
    return lambda connection: sales.cancel_remainder(
        connection,
        order_id=order_id,
        cancelled_on=day(1),
        reason="less",
        quantities={line_id: Decimal(6)},
    )


def _unapplied(trade: Trade) -> int:
    return sales.pay(
        trade.connection,
        customer_id=trade.customer,
        paid_on=day(3),
        allocations={},
        amount=Decimal(1000),
    )


@pytest.mark.parametrize(
    ("prepared", "refusal"),
    [
        pytest.param(_delivery, OverDelivery, id="six of ten delivered"),
        pytest.param(_invoice, NothingToInvoice, id="a delivery invoiced"),
        pytest.param(_return, OverCredit, id="six of ten returned"),
        pytest.param(_payment, OverPayment, id="700 of 1200 paid"),
        pytest.param(_cash, NotEnoughCash, id="600 of 1000 applied"),
        pytest.param(_refund, NothingToRefund, id="600 of 1000 given back"),
        pytest.param(_cancellation, OverCancellation, id="six of ten cancelled"),
    ],
)
def test_what_two_do_at_once_is_done_once(
    own_store: Store, prepared: Callable[[Trade], Act], refusal: type[CommandRefused]
) -> None:
    with psycopg.connect(own_store.writer) as connection:
        act = prepared(Trade(connection))
    the_second_is_refused(own_store, act, refusal)


def test_two_orders_do_not_both_find_room_below_the_limit(own_store: Store) -> None:
    with psycopg.connect(own_store.writer) as connection:
        trade = Trade(connection)
        party.change_customer(connection, customer_id=trade.customer, credit_limit=Decimal(2000))
        line = Line(trade.pump, Decimal(10), Decimal(100))

    def take(connection: Connection) -> None:
        sales.order(connection, customer_id=trade.customer, ordered_on=day(0), lines=[line])

    def take_another() -> None:
        with psycopg.connect(own_store.writer, application_name="second") as second:
            take(second)

    with ThreadPoolExecutor(1) as pool, psycopg.connect(own_store.writer) as first:
        take(first)
        waiting = pool.submit(take_another)
        until_the_second_waits(own_store)
        first.commit()
        waiting.result(LONGEST_WAIT_SECONDS)
    with psycopg.connect(own_store.writer) as connection:
        held = connection.execute("select exposure_amount from erp.sales_order_holds").fetchall()
        assert held == [(Decimal(2400),)]
