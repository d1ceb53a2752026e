"""The simulator's own memory of orders: what was ordered, left and was invoiced, at which cost."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from operations.company.clients import Client
from operations.money import to_cents

NOTHING = Decimal(0)


@dataclass
class OrderedLine:
    """One line of an order; ``cost`` is what its delivered goods cost, less what was invoiced."""

    order_line_id: int
    product: str
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
    product: str
    quantity: Decimal
    net: Decimal
    cost: Decimal


@dataclass
class Order:
    """An order as the simulator remembers it."""

    order_id: int
    client: Client
    company: str
    lines: list[OrderedLine]
    ordered_on: dt.date
    deliveries: int = 0
    invoices: list[int] = field(default_factory=list)

    @property
    def is_delivered(self) -> bool:
        """Whether all of it has left."""
        return all(line.remaining == 0 for line in self.lines)
