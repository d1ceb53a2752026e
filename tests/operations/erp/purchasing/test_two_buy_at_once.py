"""Two people at one purchase: the second waits for the first, then is told what is left."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import psycopg
import pytest
from buying import Buying
from trade import Trade

from operations.database.connection import Connection
from operations.database.server import Store
from operations.erp.purchasing.errors import (
    DuplicateReference,
    ExceptionClosed,
    OverPayment,
    OverReceipt,
    OverReturn,
    RequestNotOpen,
)
from operations.erp.purchasing.model import ExpenseLine
from operations.errors import CommandRefused

LONGEST_WAIT_SECONDS = 20
Act = Callable[[Buying], object]


def _receipt(buying: Buying) -> Act:
    order_id = buying.order()
    return lambda mine: mine.receive(order_id, 6)


def _return(buying: Buying) -> Act:
    order_id = buying.order()
    receipt_id = buying.receive(order_id)
    return lambda mine: mine.give_back(order_id, receipt_id, "6")


def _payment(buying: Buying) -> Act:
    invoice_id = buying.invoice(ExpenseLine("613", Decimal(1000), "Loyer"))
    return lambda mine: mine.pay({invoice_id: "700"})


def _approval(buying: Buying) -> Act:
    request_id = buying.request()
    return lambda mine: mine.approve(request_id)


def _decision(buying: Buying) -> Act:
    order_id = buying.order()
    buying.receive(order_id)
    buying.invoice(buying.goods(order_id, "10", "66"))
    return lambda mine: mine.accept_all()


@pytest.mark.parametrize(
    ("prepared", "refusal"),
    [
        pytest.param(_receipt, OverReceipt, id="six of ten received"),
        pytest.param(_return, OverReturn, id="six of ten returned"),
        pytest.param(_payment, OverPayment, id="700 of 1200 paid"),
        pytest.param(_approval, RequestNotOpen, id="a request approved"),
        pytest.param(_decision, ExceptionClosed, id="a difference accepted"),
    ],
)
def test_what_two_do_at_once_is_done_once(
    own_store: Store, prepared: Callable[[Buying], Act], refusal: type[CommandRefused]
) -> None:
    with psycopg.connect(own_store.writer) as connection:
        buying = Buying(Trade(connection))
        act = prepared(buying)

    def do_the_same() -> None:
        with psycopg.connect(own_store.writer, application_name="second") as second:
            act(buying.on(second))

    with ThreadPoolExecutor(1) as pool, psycopg.connect(own_store.writer) as first:
        act(buying.on(first))
        waiting = pool.submit(do_the_same)
        _until_the_second_waits(own_store)
        first.commit()
        with pytest.raises(refusal):
            waiting.result(LONGEST_WAIT_SECONDS)


def test_an_invoice_that_two_record_at_once_is_recorded_once(own_store: Store) -> None:
    """Neither sees the other: the database refuses the second."""
    with psycopg.connect(own_store.writer) as connection:
        buying = Buying(Trade(connection))
    rent = ExpenseLine("613", Decimal(1000), "Loyer")

    def record(connection: Connection) -> None:
        buying.on(connection).invoice(rent, reference="FA-1")

    def do_the_same() -> None:
        with psycopg.connect(own_store.writer, application_name="second") as second:
            record(second)

    with ThreadPoolExecutor(1) as pool, psycopg.connect(own_store.writer) as first:
        record(first)
        waiting = pool.submit(do_the_same)
        _until_the_second_waits(own_store)
        first.commit()
        with pytest.raises((DuplicateReference, psycopg.errors.UniqueViolation)):
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
