"""Two people at one document: the second waits for the first, then is told what is left."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import psycopg
import pytest
from trade import Trade, day

from operations.database.connection import Connection
from operations.database.server import Store
from operations.erp.sales import commands as sales
from operations.erp.sales.errors import NothingToInvoice, OverCredit, OverDelivery, OverPayment
from operations.errors import CommandRefused

Act = Callable[[Connection], int]
LONGEST_WAIT_SECONDS = 20


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


@pytest.mark.parametrize(
    ("prepared", "refusal"),
    [
        pytest.param(_delivery, OverDelivery, id="six of ten delivered"),
        pytest.param(_invoice, NothingToInvoice, id="a delivery invoiced"),
        pytest.param(_return, OverCredit, id="six of ten returned"),
        pytest.param(_payment, OverPayment, id="700 of 1200 paid"),
    ],
)
def test_what_two_do_at_once_is_done_once(
    own_store: Store, prepared: Callable[[Trade], Act], refusal: type[CommandRefused]
) -> None:
    with psycopg.connect(own_store.writer) as connection:
        act = prepared(Trade(connection))

    def do_the_same() -> None:
        with psycopg.connect(own_store.writer, application_name="second") as second:
            act(second)

    with ThreadPoolExecutor(1) as pool, psycopg.connect(own_store.writer) as first:
        act(first)
        waiting = pool.submit(do_the_same)
        _until_the_second_waits(own_store)
        first.commit()
        with pytest.raises(refusal):
            waiting.result(LONGEST_WAIT_SECONDS)


def _until_the_second_waits(store: Store) -> None:
    """Without this the second might begin after the first has ended, and prove nothing."""
    query = (
        "select from pg_stat_activity where application_name = 'second'"
        " and datname = current_database() and wait_event_type = 'Lock'"
    )
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    with psycopg.connect(store.writer, autocommit=True) as watcher:
        while watcher.execute(query).fetchone() is None:
            assert time.monotonic() < deadline, "the second never waited for the first"
            time.sleep(0.01)
