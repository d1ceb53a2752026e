"""Arrivals: goods come, at once or in two parts, are invoiced and paid.

A forwarder's invoice for freight from overseas comes weeks after the goods: part of them is sold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Final

from operations.company import books
from operations.company.agenda import Deed
from operations.company.assortment import Sold
from operations.company.group import Group, House
from operations.company.needs import Needs
from operations.company.suppliers import FORWARDER, Source
from operations.company.truth.freight import Receipt
from operations.company.world import World
from operations.erp.purchasing import commands as purchasing
from operations.erp.purchasing.model import GoodsLine, ReceivedLine
from operations.money import to_cents

NOTHING: Final = Decimal(0)
COMES_IN_TWO: Final = 0.12
PAID_AFTER_DAYS: Final = 45


@dataclass
class Coming:
    """A line on its way to a house: its key, and what has not come yet."""

    key: int
    sold: Sold
    price: Decimal
    open: Decimal
    came: Decimal = NOTHING


class Arrivals:
    """The goods-in of each house, and who pays for what came; ``keys`` are the suppliers' own."""

    def __init__(
        self, world: World, group: Group, needs: Needs, *, keys: Mapping[str, int], random: Random
    ) -> None:
        self._world = world
        self._group = group
        self._needs = needs
        self._keys = keys
        self._random = random

    def receiving(self, house: House, source: Source, order_id: int, coming: list[Coming]) -> Deed:
        """What happens when an order arrives."""

        def receive(day: dt.date) -> None:
            is_part = self._random.random() < COMES_IN_TWO
            lines = []
            for line in coming:
                quantity = (
                    (line.open * Decimal("0.6")).to_integral_value() if is_part else line.open
                )
                if quantity > 0:
                    lines.append((line, quantity))
            if not lines:
                return
            receipt_id = purchasing.receive(
                self._world.connection,
                purchase_order_id=order_id,
                received_on=day,
                lines=[ReceivedLine(line.key, quantity) for line, quantity in lines],
            )
            came = [self._came(house, source, line, quantity, day) for line, quantity in lines]
            if source.freight_rate:
                keys = books.receipt_lines(self._world.connection, receipt_id)
                later = day + dt.timedelta(days=self._random.randrange(20, 41))
                billing = self._billing(house, source, dict(zip(keys, came, strict=True)))
                self._world.agenda.plan(later, billing)
            if is_part:
                later = day + dt.timedelta(days=self._random.randrange(5, 15))
                self._world.agenda.plan(later, self.receiving(house, source, order_id, coming))
            due = [
                (line, quantity, receipt)
                for (line, quantity), receipt in zip(lines, came, strict=True)
            ]
            self._world.agenda.plan(
                day + dt.timedelta(days=self._random.randrange(2, 10)),
                self._invoicing(house, source, due),
            )

        return receive

    def _came(
        self, house: House, source: Source, line: Coming, quantity: Decimal, day: dt.date
    ) -> Receipt:
        line.open -= quantity
        line.came += quantity
        self._needs.bought(house.code, line.sold.number, -quantity)
        value = to_cents(quantity * line.price * self._group.rate(source.currency, house))
        truth = self._world.truth
        truth.stock.enter(day, house.code, line.sold.number, quantity, value)
        truth.purchases.receive(line.key, on=day, quantity=quantity, value=value)
        return truth.freight.came(house.code, line.sold.number, quantity, value)

    def _billing(self, house: House, source: Source, came: dict[int, Receipt]) -> Deed:
        def bill(day: dt.date) -> None:
            """The forwarder's invoice, by the value of the goods that it brought."""
            worth = sum((receipt.value for receipt in came.values()), NOTHING)
            rate = self._group.rate(FORWARDER.currency, house)
            amount = to_cents(worth * source.freight_rate / rate)
            purchasing.add_landed_cost(
                self._world.connection,
                supplier_id=self._keys[FORWARDER.name],
                supplier_reference=self._reference(day),
                posted_on=day,
                net_amount=amount,
                kind="freight",
                basis="value",
                receipt_line_ids=list(came),
                currency_code=FORWARDER.currency,
                company_id=house.company_id,
            )
            in_books = to_cents(amount * rate)
            self._world.truth.freight.bill(day, in_books, list(came.values()))

        return bill

    def _invoicing(
        self, house: House, source: Source, due: list[tuple[Coming, Decimal, Receipt]]
    ) -> Deed:
        def invoice(day: dt.date) -> None:
            invoice_id = purchasing.invoice(
                self._world.connection,
                supplier_id=self._keys[source.name],
                supplier_reference=self._reference(day),
                posted_on=day,
                lines=[GoodsLine(line.key, quantity, line.price) for line, quantity, _ in due],
                currency_code=source.currency,
                company_id=house.company_id,
            )
            rate = self._group.rate(source.currency, house)
            for line, quantity, receipt in due:
                invoiced = to_cents(to_cents(quantity * line.price) * rate)
                if invoiced != receipt.value:
                    self._world.truth.freight.bill(day, invoiced - receipt.value, [receipt])
            paid_on = day + dt.timedelta(days=PAID_AFTER_DAYS)
            self._world.agenda.plan(paid_on, self._paying(house, source, invoice_id))

        return invoice

    def _reference(self, day: dt.date) -> str:
        """How the supplier numbers its own invoice."""
        return f"{day:%y%m%d}-{self._random.randrange(1_000_000):06d}"

    def _paying(self, house: House, source: Source, invoice_id: int) -> Deed:
        def pay(day: dt.date) -> None:
            amount = books.supplier_invoice_gross(self._world.connection, invoice_id)
            purchasing.pay(
                self._world.connection,
                supplier_id=self._keys[source.name],
                paid_on=day,
                allocations={invoice_id: amount},
                currency_code=source.currency,
                company_id=house.company_id,
            )

        return pay
