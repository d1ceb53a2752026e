"""What follows an order: deliveries, invoices, credit notes and payments, each on its day."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from random import Random

from operations.company import books
from operations.company.agenda import Agenda, Deed
from operations.company.clients import Client
from operations.database.connection import Connection
from operations.erp.sales import commands as sales
from operations.money import to_cents


class Fulfilment:
    """Plans what follows an order, by chance and by the client's habits."""

    def __init__(self, connection: Connection, random: Random, agenda: Agenda) -> None:
        self._connection = connection
        self._random = random
        self._agenda = agenda

    def begin(self, client: Client, order_id: int, day: dt.date) -> None:
        """Plan one or two deliveries, each invoiced two days later."""
        first = day + dt.timedelta(days=self._random.randrange(2, 14))
        if self._random.random() < 0.22:
            self._agenda.plan(first, self._delivering(client, order_id, share=Decimal("0.6")))
            first += dt.timedelta(days=self._random.randrange(5, 20))
        self._agenda.plan(first, self._delivering(client, order_id, share=None))

    def _delivering(self, client: Client, order_id: int, *, share: Decimal | None) -> Deed:
        def deliver(day: dt.date) -> None:
            quantities = None
            if share is not None:
                quantities = books.part_of_order(self._connection, order_id, share)
                if not quantities:
                    return  # too small to be split: the second delivery brings all of it
            sales.deliver(
                self._connection, order_id=order_id, delivered_on=day, quantities=quantities
            )
            self._agenda.plan(day + dt.timedelta(days=2), self._invoicing(client, order_id))

        return deliver

    def _invoicing(self, client: Client, order_id: int) -> Deed:
        def invoice(day: dt.date) -> None:
            if not books.awaits_invoice(self._connection, order_id):
                return  # both deliveries went on the first invoice
            invoice_id = sales.invoice(self._connection, order_id=order_id, posted_on=day)
            chance = self._random.random()
            if chance < 0.05:
                kind = "return" if chance < 0.03 else "price"
                later = day + dt.timedelta(days=self._random.randrange(6, 25))
                self._agenda.plan(later, self._crediting(invoice_id, kind))
            if self._random.random() < 0.985:  # the others never pay
                due = day + dt.timedelta(days=client.firm.payment_terms_days)
                late = self._random.randrange(client.firm.days_late + 3)
                self._agenda.plan(due + dt.timedelta(days=late), self._paying(client, invoice_id))

        return invoice

    def _crediting(self, invoice_id: int, reason: str) -> Deed:
        def credit(day: dt.date) -> None:
            line_id, quantity, net_amount = books.first_line(self._connection, invoice_id)
            if reason == "return":
                value = max(Decimal(1), (quantity * Decimal("0.25")).to_integral_value())
            else:
                value = to_cents(net_amount * Decimal("0.1"))
            if value > 0 and books.open_amount(self._connection, invoice_id) > net_amount:
                sales.credit(
                    self._connection,
                    invoice_id=invoice_id,
                    posted_on=day,
                    reason="return" if reason == "return" else "price",
                    lines={line_id: value},
                )

        return credit

    def _paying(self, client: Client, invoice_id: int) -> Deed:
        def pay(day: dt.date) -> None:
            amount = books.open_amount(self._connection, invoice_id)
            if amount <= 0 or client.customer_id is None:
                return
            if self._random.random() < 0.06:  # half now, the rest a month later
                amount = to_cents(amount / 2)
                later = day + dt.timedelta(days=30)
                self._agenda.plan(later, self._paying(client, invoice_id))
            sales.pay(
                self._connection,
                customer_id=client.customer_id,
                paid_on=day,
                allocations={invoice_id: amount},
            )

        return pay
