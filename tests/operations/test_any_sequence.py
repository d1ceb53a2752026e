"""Any sequence of commands, legal or not, keeps what must hold; a refused one leaves no trace.

hypothesis keeps no example between runs, and draws the same ones each time.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from decimal import Decimal
from typing import Any, ClassVar

import psycopg
import pytest
from buying import Buying
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from trade import Trade, day

from operations.database.connection import Connection
from operations.database.server import Store
from operations.erp.proofs.commands import broken
from operations.erp.purchasing import commands as purchasing
from operations.erp.purchasing.model import GoodsLine, OrderLine, ReceivedLine
from operations.erp.sales import commands as sales
from operations.erp.sales.model import Line
from operations.erp.stock import commands as stock
from operations.errors import CommandRefused

pytestmark = [pytest.mark.slow]

# Days from the last thing that happened: mostly later, now and then back-dated.
DAYS = st.sampled_from((-3, 0, 0, 0, 1, 1, 2, 5))
QUANTITIES = st.integers(1, 12).map(Decimal)
AMOUNTS = st.integers(1, 60_000).map(lambda cents: Decimal(cents) / 100)
# The proofs cost more than a command: they are asked every so many, and at the end.
PROVED_EVERY = 8
ACTIONS = (
    *("order", "deliver", "deliver", "deliver_all", "invoice", "take_back", "better_price"),
    *("pay", "pay", "apply_cash", "apply_cash", "give_up", "cancel"),
    *("buy", "receive", "receive", "receive_all", "be_billed", "be_billed", "pay_the_supplier"),
)


class Books(RuleBasedStateMachine):
    """One company in one transaction; whatever is drawn is tried, and may be refused."""

    dsn = ""
    done: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.connection: Connection = psycopg.connect(self.dsn)
        self.trade = Trade(self.connection)
        self.buying = Buying(self.trade)
        self.clock = self.steps = 0
        # The hose is valued by average, and cannot leave before it came.
        stock.keep_product(self.connection, product_id=self.trade.hose, valuation="average")
        self.orders: list[int] = []
        self.invoices: list[int] = []
        self.payments: list[int] = []
        self.purchases: list[int] = []
        self.bills: list[int] = []
        for action in ("order", "buy", "receive_all", "deliver_all", "invoice", "pay"):
            getattr(self, action)(0, 0, Decimal(12), Decimal(1))

    def teardown(self) -> None:
        assert broken(self.connection) == []
        self.connection.rollback()
        self.connection.close()

    @rule(
        action=st.sampled_from(ACTIONS),
        which=st.integers(0, 20),
        later=DAYS,
        quantity=QUANTITIES,
        amount=AMOUNTS,
    )
    def act(self, action: str, which: int, later: int, quantity: Decimal, amount: Decimal) -> None:
        """Do one thing, or try to."""
        getattr(self, action)(which, later, quantity, amount)
        self.steps += 1
        if self.steps % PROVED_EVERY == 0:
            assert broken(self.connection) == []

    def on(self, later: int) -> dt.date:
        """A day, so many after the last one; the clock never goes back by it."""
        said = max(0, self.clock + later)
        self.clock = max(self.clock, said)
        return day(said)

    def attempt(self, command: Any, made: list[int] | None = None, **values: Any) -> None:
        """Run a command; when it is refused, see that it has written nothing."""
        before = _digest(self.connection)
        room = command.__module__.split(".")[-2]
        try:
            with self.connection.transaction():
                key = command(self.connection, **values)
                self.connection.execute("set constraints all immediate")
                self.connection.execute("set constraints all deferred")
        except CommandRefused as refused:
            assert refused.remedy
            assert _digest(self.connection) == before
            self.done["refused"] += 1
            return
        self.done[f"{room}.{command.__name__}"] += 1
        if made is not None:
            made.append(key)

    def order(self, _which: int, later: int, quantity: Decimal, _amount: Decimal) -> None:
        lines = [
            Line(self.trade.pump, quantity, Decimal(100)),
            Line(self.trade.hose, quantity + 2, Decimal("9.99"), Decimal("0.05")),
        ]
        self.attempt(
            sales.order,
            self.orders,
            customer_id=self.trade.customer,
            ordered_on=self.on(later),
            lines=lines,
        )

    def deliver(self, which: int, later: int, quantity: Decimal, _amount: Decimal) -> None:
        order = self.orders[which % len(self.orders)]
        line = self.trade.order_lines(order)[which % 2]
        self.attempt(
            sales.deliver,
            order_id=order,
            delivered_on=self.on(later),
            quantities={line: quantity},
        )

    def deliver_all(self, which: int, later: int, _quantity: Decimal, _amount: Decimal) -> None:
        order = self.orders[which % len(self.orders)]
        self.attempt(sales.deliver, order_id=order, delivered_on=self.on(later))

    def invoice(self, which: int, later: int, _quantity: Decimal, _amount: Decimal) -> None:
        order = self.orders[which % len(self.orders)]
        self.attempt(sales.invoice, self.invoices, order_id=order, posted_on=self.on(later))

    def take_back(self, which: int, later: int, quantity: Decimal, _amount: Decimal) -> None:
        self._credit(which, later, "return", quantity)

    def better_price(self, which: int, later: int, _quantity: Decimal, amount: Decimal) -> None:
        self._credit(which, later, "price", amount)

    def _credit(self, which: int, later: int, reason: str, value: Decimal) -> None:
        if self.invoices:
            invoice = self.invoices[which % len(self.invoices)]
            lines = self.trade.invoice_lines(invoice)
            self.attempt(
                sales.credit,
                invoice_id=invoice,
                posted_on=self.on(later),
                reason=reason,
                lines={lines[which % len(lines)]: value},
            )

    def pay(self, which: int, later: int, quantity: Decimal, amount: Decimal) -> None:
        if self.invoices:
            self.attempt(
                sales.pay,
                self.payments,
                customer_id=self.trade.customer,
                paid_on=self.on(later),
                allocations={self.invoices[which % len(self.invoices)]: amount},
                amount=amount + 5 * quantity,
            )

    def apply_cash(self, which: int, later: int, quantity: Decimal, _amount: Decimal) -> None:
        if self.payments:
            self.attempt(
                sales.apply_cash,
                payment_id=self.payments[which % len(self.payments)],
                applied_on=self.on(later),
                allocations={self.invoices[which % len(self.invoices)]: quantity},
            )

    def give_up(self, which: int, later: int, _quantity: Decimal, amount: Decimal) -> None:
        if self.invoices:
            self.attempt(
                sales.write_off,
                invoice_id=self.invoices[which % len(self.invoices)],
                written_off_on=self.on(later),
                reason="bad_debt",
                amount=amount,
            )

    def cancel(self, which: int, later: int, _quantity: Decimal, _amount: Decimal) -> None:
        self.attempt(
            sales.cancel_remainder,
            order_id=self.orders[which % len(self.orders)],
            cancelled_on=self.on(later),
            reason="plus besoin",
        )

    def buy(self, _which: int, later: int, quantity: Decimal, _amount: Decimal) -> None:
        lines = [
            OrderLine(self.trade.pump, quantity, Decimal("61.50")),
            OrderLine(self.trade.hose, quantity + 8, Decimal("4.37")),
        ]
        self.attempt(
            purchasing.order,
            self.purchases,
            supplier_id=self.buying.supplier,
            ordered_on=self.on(later),
            lines=lines,
            buyer_id=self.buying.buyer,
        )

    def receive(self, which: int, later: int, quantity: Decimal, _amount: Decimal) -> None:
        purchase = self.purchases[which % len(self.purchases)]
        self.attempt(
            purchasing.receive,
            purchase_order_id=purchase,
            received_on=self.on(later),
            lines=[ReceivedLine(self._bought(purchase)[which % 2], quantity)],
        )

    def receive_all(self, which: int, later: int, _quantity: Decimal, _amount: Decimal) -> None:
        purchase = self.purchases[which % len(self.purchases)]
        self.attempt(purchasing.receive, purchase_order_id=purchase, received_on=self.on(later))

    def be_billed(self, which: int, later: int, quantity: Decimal, amount: Decimal) -> None:
        """The price differs by less than a cent or two, or is far too high."""
        purchase = self.purchases[which % len(self.purchases)]
        price = Decimal("4.37") + amount.quantize(Decimal("0.0001")) / 100_000
        self.attempt(
            purchasing.invoice,
            self.bills,
            supplier_id=self.buying.supplier,
            supplier_reference=f"F{self.steps}",
            posted_on=self.on(later),
            lines=[
                GoodsLine(self._bought(purchase)[1], quantity, price.quantize(Decimal("0.0001")))
            ],
        )

    def pay_the_supplier(self, which: int, later: int, quantity: Decimal, _amount: Decimal) -> None:
        if self.bills:
            self.attempt(
                purchasing.pay,
                supplier_id=self.buying.supplier,
                paid_on=self.on(later),
                allocations={self.bills[which % len(self.bills)]: quantity},
            )

    def _bought(self, purchase: int) -> list[int]:
        rows = self.connection.execute(
            "select purchase_order_line_id from erp.purchase_order_lines"
            " where purchase_order_id = %s order by line_number",
            [purchase],
        ).fetchall()
        return [row[0] for row in rows]


def _digest(connection: Connection) -> str:
    """What the books say, in few bytes: the numbers given, and the sums of ledger and stock."""
    row = connection.execute(
        "select (select jsonb_object_agg(kind, last_number) from erp.sequences)::text"
        " || (select coalesce(sum(debit * journal_line_id), 0) from erp.journal_lines)"
        " || (select coalesce(sum(quantity * stock_move_id), 0) from erp.stock_moves)"
    ).fetchone()
    return hashlib.sha256(repr(row).encode()).hexdigest()


def test_any_sequence_of_commands_keeps_what_must_hold(store: Store) -> None:
    Books.dsn = store.writer
    Books.done = Counter()
    run_state_machine_as_test(
        Books,
        settings=settings(
            max_examples=20,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    # Commands were refused at times, and each did its work.
    commands = ("deliver", "invoice", "credit", "pay", "apply_cash", "write_off")
    wanted = {
        *(f"sales.{name}" for name in commands),
        *(f"purchasing.{name}" for name in ("order", "receive", "invoice", "pay")),
    }
    assert Books.done["refused"] > 20
    assert {name for name in wanted if not Books.done[name]} == set(), Books.done
