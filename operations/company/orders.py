"""The simulator's own memory of orders: what was ordered, left and was invoiced, at which cost."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from operations.company.assortment import Sold
from operations.company.clients import Client, Record
from operations.company.group import House
from operations.money import to_cents

NOTHING = Decimal(0)


@dataclass
class OrderedLine:
    """One line of an order; ``cost`` is what its delivered goods cost, less what was invoiced."""

    order_line_id: int
    sold: Sold
    quantity: Decimal
    unit_price: Decimal
    discount_rate: Decimal
    delivered: Decimal = NOTHING
    invoiced: Decimal = NOTHING
    cost: Decimal = NOTHING

    @property
    def remaining(self) -> Decimal:
        """What has not left yet."""
        return self.quantity - self.delivered

    @property
    def to_invoice(self) -> Decimal:
        """What has left and is not invoiced yet."""
        return self.delivered - self.invoiced

    def net(self, quantity: Decimal) -> Decimal:
        """What a quantity of it is worth, to the cent."""
        return to_cents(quantity * self.unit_price * (1 - self.discount_rate))


@dataclass
class InvoicedLine:
    """One line of an invoice and what its goods cost, for credit notes."""

    invoice_line_id: int
    sold: Sold
    quantity: Decimal
    unit_price: Decimal
    net: Decimal
    cost: Decimal


@dataclass
class Order:
    """An order as the simulator remembers it."""

    order_id: int
    client: Client
    customer: Record
    house: House
    lines: list[OrderedLine]
    ordered_on: dt.date
    # The seller's share of what is invoiced.
    commission_rate: Decimal = NOTHING

    @property
    def is_delivered(self) -> bool:
        """Whether all of it has left."""
        return all(line.remaining == 0 for line in self.lines)


@dataclass
class Invoice:
    """An invoice as the simulator remembers it; ``rate`` is of its currency to the books'."""

    invoice_id: int
    order: Order
    lines: list[InvoicedLine]
    tax_rate: Decimal
    rate: Decimal
    gross: Decimal
    # What is owed now, in the currency of the document.
    owed: Decimal
