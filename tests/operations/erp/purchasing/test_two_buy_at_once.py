"""Two people at one purchase: the second waits for the first, then is told what is left."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import psycopg
import pytest
from buying import Buying
from trade import Trade, day
from waiting import LONGEST_WAIT_SECONDS, the_second_is_refused, until_the_second_waits

from operations.database.connection import Connection
from operations.database.server import Store
from operations.erp.purchasing import commands as purchasing
from operations.erp.purchasing.errors import (
    DuplicateReference,
    ExceptionClosed,
    OverPayment,
    OverReceipt,
    OverReturn,
    RequestNotOpen,
)
from operations.erp.purchasing.model import ExpenseLine
from operations.erp.stock.holding import hold
from operations.errors import CommandRefused

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
    the_second_is_refused(own_store, lambda connection: act(buying.on(connection)), refusal)


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
        until_the_second_waits(own_store)
        first.commit()
        with pytest.raises((DuplicateReference, psycopg.errors.UniqueViolation)):
            waiting.result(LONGEST_WAIT_SECONDS)


def test_freight_and_a_sale_of_the_same_goods_do_not_wait_for_each_other(own_store: Store) -> None:
    """The seller holds the goods and goes on to a number: the freight has taken none yet."""
    with psycopg.connect(own_store.writer) as connection:
        buying = Buying(Trade(connection))
        lines = buying.receipt_lines(buying.receive(buying.order()))

    def add_freight() -> None:
        with psycopg.connect(own_store.writer, application_name="second") as second:
            purchasing.add_landed_cost(
                second,
                supplier_id=buying.supplier,
                supplier_reference="T-1",
                posted_on=day(20),
                net_amount=Decimal(100),
                kind="freight",
                basis="value",
                receipt_line_ids=lines,
            )

    with ThreadPoolExecutor(1) as pool, psycopg.connect(own_store.writer) as first:
        hold(first, company_id=1, product_ids=[buying.pump], on=day(6))
        waiting = pool.submit(add_freight)
        until_the_second_waits(own_store)
        buying.on(first).sell("4")
        first.commit()
        waiting.result(LONGEST_WAIT_SECONDS)
        assert buying.on(first).balances("608") == {"608": 100}
