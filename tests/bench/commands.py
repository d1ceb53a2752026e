"""Commands per second: each everyday command, run alone in a store that has lived for a while."""

from __future__ import annotations

import datetime as dt
import statistics
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import psycopg

from affluent.settings import load_workspace
from operations.crm.accounts import commands as accounts
from operations.crm.opportunities import commands as opportunities
from operations.database.connection import Connection
from operations.database.server import running
from operations.erp.sales import commands as sales
from operations.erp.sales.model import Line

RUNS = 60
Step = tuple[str, Callable[[], object]]


def commands_per_second(root: Path, day: dt.date) -> dict[str, float]:
    """Command → how many a second, by the median of its runs; everything is undone."""
    with (
        running(load_workspace(root)) as store,
        psycopg.connect(store.writer) as connection,
    ):
        seconds: dict[str, list[float]] = {}
        for _ in range(RUNS):
            for name, step in _chain(connection, day):
                began = time.perf_counter()
                step()
                connection.execute("set constraints all immediate")
                seconds.setdefault(name, []).append(time.perf_counter() - began)
        connection.rollback()
    return {name: 1 / statistics.median(found) for name, found in seconds.items()}


def _chain(connection: Connection, day: dt.date) -> Iterator[Step]:
    """A deal from its account to its payment, for a customer and a product of the store."""
    row = connection.execute(
        "select (select customer_id from erp.customers where country_code = 'FR'"
        "  and credit_limit is null and blocked_on is null order by customer_id limit 1),"
        " (select product_id from erp.stock_balances where company_id = 1 and quantity > 500"
        "  order by product_id limit 1)"
    ).fetchone()
    assert row is not None
    customer_id, product_id = row
    made: dict[str, int] = {}

    def keep(name: str, command: Callable[..., int], **values: object) -> Step:
        def step() -> None:
            made[name] = command(connection, **values)

        return name, step

    lines = [Line(product_id, Decimal(2), Decimal(50))]
    yield keep("open an account", accounts.open_account, name="Banc d'essai", country_code="FR")
    yield keep(
        "open a deal",
        opportunities.open_opportunity,
        account_id=made["open an account"],
        name="Banc d'essai",
        created_on=day,
        amount=Decimal(100),
    )
    yield keep("take an order", sales.order, customer_id=customer_id, ordered_on=day, lines=lines)
    order_id = made["take an order"]
    yield keep("deliver", sales.deliver, order_id=order_id, delivered_on=day)
    yield keep("invoice", sales.invoice, order_id=order_id, posted_on=day)
    invoice_id = made["invoice"]
    yield keep(
        "be paid",
        sales.pay,
        customer_id=customer_id,
        paid_on=day,
        allocations={invoice_id: Decimal(120)},
    )
