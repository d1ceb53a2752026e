"""True late costs: which part of a freight bill the goods still here bear, and who took the rest.

What came last is here: first in, first out. What has left is shared among the deliveries since the
goods came in, by quantity.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from operations.company.truth.margins import MarginTruth
from operations.company.truth.stock import StockTruth
from operations.money import to_cents

NOTHING = Decimal(0)
Place = tuple[str, str]


@dataclass(frozen=True, eq=False)
class Receipt:
    """Goods that came in, each receipt itself; ``position`` counts who had taken of it before."""

    company: str
    product: str
    quantity: Decimal
    value: Decimal
    position: int


class FreightTruth:
    """Remembers what came in and who took what, to share a bill that comes later."""

    def __init__(self, stock: StockTruth, margins: MarginTruth) -> None:
        self._stock = stock
        self._margins = margins
        self._receipts: defaultdict[Place, list[Receipt]] = defaultdict(list)
        self._taken: defaultdict[Place, list[tuple[str, Decimal]]] = defaultdict(list)

    def came(self, company: str, product: str, quantity: Decimal, value: Decimal) -> Receipt:
        """Goods came in; return the receipt, which a later bill names."""
        place = (company, product)
        receipt = Receipt(company, product, quantity, value, len(self._taken[place]))
        self._receipts[place].append(receipt)
        return receipt

    def took(self, company: str, product: str, customer: str, quantity: Decimal) -> None:
        """A customer took some of it."""
        self._taken[company, product].append((customer, quantity))

    def bill(self, on: dt.date, amount: Decimal, receipts: Sequence[Receipt]) -> None:
        """A bill for goods that came before, by their value: stock and margins bear it.

        An invoice at another rate than that of the receipt is one too, also below zero.
        """
        total = sum((receipt.value for receipt in receipts), NOTHING)
        reached = given = NOTHING
        for receipt in receipts:
            reached += receipt.value
            share = to_cents(amount * reached / total) - given
            given += share
            here = to_cents(share * self._here(receipt) / receipt.quantity)
            if here:
                self._stock.enter(on, receipt.company, receipt.product, NOTHING, here)
            taken = self._taken[receipt.company, receipt.product][receipt.position :]
            if share != here and taken:
                self._margins.land(on, receipt.company, share - here, taken)

    def _here(self, receipt: Receipt) -> Decimal:
        """How much of a receipt has not left."""
        receipts = self._receipts[receipt.company, receipt.product]
        later = receipts[receipts.index(receipt) + 1 :]
        there = self._stock.quantity(receipt.company, receipt.product)
        free = there - sum((other.quantity for other in later), NOTHING)
        return min(max(free, NOTHING), receipt.quantity)
