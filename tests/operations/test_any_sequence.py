"""Any sequence of commands, legal or not, keeps what must hold; a refused one leaves no trace.

Found sequences are repeated by themselves: hypothesis keeps no example between runs, so a run is
the same each time.
"""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import Any

import psycopg
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from trade import Trade, day

from operations.database.connection import Connection
from operations.database.server import Store
from operations.erp.proofs.commands import broken
from operations.erp.sales import commands as sales
from operations.erp.sales.model import Line
from operations.errors import CommandRefused

QUANTITIES = st.integers(1, 12).map(Decimal)
AMOUNTS = st.integers(1, 200_000).map(lambda cents: Decimal(cents) / 100)
DAYS = st.integers(0, 60)


class Books(RuleBasedStateMachine):
    """One company in one transaction; whatever is drawn is tried, and may be refused."""

    dsn = ""
    orders = Bundle("orders")
    invoices = Bundle("invoices")

    def __init__(self) -> None:
        super().__init__()
        self.connection: Connection = psycopg.connect(self.dsn)
        self.trade = Trade(self.connection)

    def teardown(self) -> None:
        self.connection.rollback()
        self.connection.close()

    def attempt(self, command: Any, **values: Any) -> int | None:
        """Run a command; when it is refused, see that it has written nothing."""
        before = _digest(self.connection)
        try:
            with self.connection.transaction():
                key: int = command(self.connection, **values)
                self.connection.execute("set constraints all immediate")
                self.connection.execute("set constraints all deferred")
                return key
        except CommandRefused as refused:
            assert refused.remedy
            assert _digest(self.connection) == before
            return None

    @rule(target=orders, pumps=QUANTITIES, hoses=QUANTITIES, on=DAYS)
    def order(self, pumps: Decimal, hoses: Decimal, on: int) -> Any:
        lines = [
            Line(self.trade.pump, pumps, Decimal(100)),
            Line(self.trade.hose, hoses, Decimal("9.99"), Decimal("0.05")),
        ]
        key = self.attempt(
            sales.order, customer_id=self.trade.customer, ordered_on=day(on), lines=lines
        )
        return multiple() if key is None else key

    @rule(order=orders, on=DAYS, quantity=QUANTITIES, whole=st.booleans())
    def deliver(self, order: int, on: int, quantity: Decimal, whole: bool) -> None:
        line = self.trade.order_lines(order)[0]
        quantities = None if whole else {line: quantity}
        self.attempt(sales.deliver, order_id=order, delivered_on=day(on), quantities=quantities)

    @rule(target=invoices, order=orders, on=DAYS)
    def invoice(self, order: int, on: int) -> Any:
        key = self.attempt(sales.invoice, order_id=order, posted_on=day(on))
        return multiple() if key is None else key

    @rule(invoice=invoices, on=DAYS, quantity=QUANTITIES)
    def take_back(self, invoice: int, on: int, quantity: Decimal) -> None:
        line = self.trade.invoice_lines(invoice)[0]
        self.attempt(
            sales.credit,
            invoice_id=invoice,
            posted_on=day(on),
            reason="return",
            lines={line: quantity},
        )

    @rule(invoice=invoices, on=DAYS, amount=AMOUNTS)
    def give_a_better_price(self, invoice: int, on: int, amount: Decimal) -> None:
        line = self.trade.invoice_lines(invoice)[-1]
        self.attempt(
            sales.credit,
            invoice_id=invoice,
            posted_on=day(on),
            reason="price",
            lines={line: amount},
        )

    @rule(invoice=invoices, on=DAYS, amount=AMOUNTS)
    def pay(self, invoice: int, on: int, amount: Decimal) -> None:
        self.attempt(
            sales.pay,
            customer_id=self.trade.customer,
            paid_on=day(on),
            allocations={invoice: amount},
        )

    @invariant()
    def everything_holds(self) -> None:
        assert broken(self.connection) == []


def _digest(connection: Connection) -> str:
    """What the books say, in few bytes: the numbers given, and the sums of ledger and stock."""
    row = connection.execute(
        "select (select jsonb_object_agg(kind, last_number) from erp.sequences)::text"
        " || (select coalesce(sum(debit * journal_line_id), 0) from erp.journal_lines)"
    ).fetchone()
    return hashlib.sha256(repr(row).encode()).hexdigest()


def test_any_sequence_of_commands_keeps_what_must_hold(store: Store) -> None:
    Books.dsn = store.writer
    run_state_machine_as_test(
        Books,
        settings=settings(
            max_examples=15,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
