"""Two hundred commands over eight connections on the same few documents leave whole books."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from random import Random

import psycopg
from trade import Trade, day

from operations.database.connection import Connection
from operations.database.server import Store
from operations.erp.proofs.commands import broken
from operations.erp.sales import commands as sales
from operations.erp.sales.model import Line
from operations.errors import CommandRefused

CONNECTIONS = 8
RUNS = 200


def _orders(trade: Trade) -> list[int]:
    """Five orders of twenty pumps, and five that are invoiced already."""
    lines = [Line(trade.pump, Decimal(20), Decimal(100)), Line(trade.hose, Decimal(5), Decimal(9))]
    made = [trade.order(*lines) for _ in range(10)]
    for order_id in made[5:]:
        sales.deliver(trade.connection, order_id=order_id, delivered_on=day(1))
        sales.invoice(trade.connection, order_id=order_id, posted_on=day(2))
    return made


def _act(connection: Connection, random: Random, orders: list[int], customer: int) -> str:
    """One command of a clerk who does not know what the others do."""
    order_id = random.choice(orders)
    what = random.choice(("deliver", "invoice", "pay", "credit"))
    if what == "deliver":
        lines = connection.execute(
            "select order_line_id from erp.sales_order_lines where order_id = %s"
            " order by line_number",
            [order_id],
        ).fetchall()
        some = {row[0]: Decimal(random.randrange(1, 8)) for row in lines}
        sales.deliver(connection, order_id=order_id, delivered_on=day(3), quantities=some)
    elif what == "invoice":
        sales.invoice(connection, order_id=order_id, posted_on=day(4))
    else:
        row = connection.execute(
            "select invoice_id, min(invoice_line_id) from erp.invoice_lines"
            " join erp.invoices using (invoice_id) where order_id = %s group by 1 limit 1",
            [order_id],
        ).fetchone()
        if row is None:
            return "nothing to do"
        amount = Decimal(random.randrange(10_000, 150_000)) / 100
        if what == "pay":
            allocations = {row[0]: amount}
            sales.pay(connection, customer_id=customer, paid_on=day(5), allocations=allocations)
        else:
            sales.credit(
                connection,
                invoice_id=row[0],
                posted_on=day(6),
                reason="return",
                lines={row[1]: Decimal(random.randrange(1, 9))},
            )
    return what


def test_two_hundred_commands_over_eight_connections_leave_whole_books(own_store: Store) -> None:
    with psycopg.connect(own_store.writer) as connection:
        trade = Trade(connection)
        orders = _orders(trade)

    def work(clerk: int) -> Counter[str]:
        random = Random(clerk)  # noqa: S311  a story, not a secret
        done: Counter[str] = Counter()
        with psycopg.connect(own_store.writer) as connection:
            for _ in range(RUNS // CONNECTIONS):
                try:
                    with connection.transaction():
                        done[_act(connection, random, orders, trade.customer)] += 1
                except CommandRefused:
                    done["refused"] += 1
                except psycopg.errors.DeadlockDetected:
                    done["told to try again"] += 1
        return done

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        done = sum(pool.map(work, range(CONNECTIONS)), Counter[str]())
    assert done.total() == RUNS
    assert min(done[what] for what in ("deliver", "invoice", "pay", "refused")) > 0, done
    assert done["told to try again"] == 0, done
    with psycopg.connect(own_store.extractor) as connection:
        assert broken(connection) == []
