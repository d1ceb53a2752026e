"""True production: what each order took, made and cost, and what was in the workshop.

What is made enters the stock at what a unit was to cost when the order was released: its components
at their average then, and the hours that were planned. What it really cost comes out when the order
is closed: what is still here bears its share of the difference, the rest is the order's variance.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from operations.company.truth.stock import StockTruth
from operations.money import to_cents

NOTHING: Final = Decimal(0)
UNIT: Final = Decimal("0.0001")


@dataclass
class _Order:
    """An order; ``spent`` says day by day what it took, below zero what came out of it."""

    company: str
    product: str
    quantity: Decimal
    released_on: dt.date
    unit_cost: Decimal
    closed_on: dt.date | None = None
    good: Decimal = NOTHING
    scrapped: Decimal = NOTHING
    material: Decimal = NOTHING
    work: Decimal = NOTHING
    output: Decimal = NOTHING
    stock: Decimal = NOTHING
    spent: list[tuple[dt.date, Decimal]] = field(default_factory=list)

    @property
    def more(self) -> Decimal:
        """What it has cost more than its output is worth."""
        return self.material + self.work - self.output

    def in_progress(self, day: dt.date) -> Decimal:
        """What was in the workshop at the end of a day."""
        if self.closed_on is not None and self.closed_on <= day:
            return NOTHING
        return max(sum((amount for on, amount in self.spent if on <= day), NOTHING), NOTHING)


class ProductionTruth:
    """Production orders by number, in the company's currency."""

    def __init__(self, stock: StockTruth) -> None:
        self._stock = stock
        self._orders: dict[str, _Order] = {}

    def release(
        self,
        number: str,
        *,
        on: dt.date,
        company: str,
        product: str,
        quantity: Decimal,
        needs: Mapping[str, Decimal],
        work: Decimal,
    ) -> None:
        """An order may begin: it needs components, which lie there, and ``work`` for all of it."""
        material = sum(
            (needed * self._stock.unit_cost(company, part) for part, needed in needs.items()),
            NOTHING,
        )
        unit_cost = _a_unit(material, quantity) + _a_unit(work, quantity)
        self._orders[number] = _Order(company, product, quantity, on, unit_cost)

    def issue(self, number: str, *, on: dt.date, quantities: Mapping[str, Decimal]) -> None:
        """Components leave the stock for an order."""
        order = self._orders[number]
        for part, quantity in quantities.items():
            value = self._stock.leave(on, order.company, part, quantity)
            order.material += value
            order.spent.append((on, value))

    def work(self, number: str, *, on: dt.date, hours: Decimal, hourly_cost: Decimal) -> None:
        """Somebody worked on an order."""
        order, cost = self._orders[number], to_cents(hours * hourly_cost)
        order.work += cost
        order.spent.append((on, cost))

    def make(self, number: str, *, on: dt.date, good: Decimal, scrapped: Decimal) -> None:
        """Good pieces enter the stock; scrap enters nowhere."""
        order = self._orders[number]
        value = to_cents(good * order.unit_cost)
        order.good += good
        order.scrapped += scrapped
        order.output += value
        order.spent.append((on, -value))
        if good:
            self._stock.enter(on, order.company, order.product, good, value)

    def close(self, number: str, *, on: dt.date) -> None:
        """An order ends: what is here of its product bears its share of the difference."""
        order = self._orders[number]
        order.closed_on = on
        there = self._stock.quantity(order.company, order.product)
        if order.good and there > 0:
            share = to_cents(order.more * min(there, order.good) / order.good)
            order.stock = max(share, -self._stock.value(order.company, order.product))
        if order.stock:
            self._stock.enter(on, order.company, order.product, NOTHING, order.stock)

    def in_progress(self, day: dt.date) -> dict[str, str]:
        """Company → what was in its workshop at the end of a day."""
        sums: defaultdict[str, Decimal] = defaultdict(Decimal)
        for order in self._orders.values():
            sums[order.company] += order.in_progress(day)
        return {company: f"{amount:.2f}" for company, amount in sorted(sums.items())}

    def by_order(self) -> dict[str, dict[str, dict[str, str | None]]]:
        """Company → order → what it made and cost; the last three once it is closed."""
        said: dict[str, dict[str, dict[str, str | None]]] = {}
        for number, order in sorted(self._orders.items()):
            closed_on = order.closed_on
            said.setdefault(order.company, {})[number] = {
                "product": order.product,
                "quantity": _plain(order.quantity),
                "released_on": order.released_on.isoformat(),
                "good": _plain(order.good),
                "scrapped": _plain(order.scrapped),
                "material": f"{order.material:.2f}",
                "work": f"{order.work:.2f}",
                "output": f"{order.output:.2f}",
                "closed_on": None if closed_on is None else closed_on.isoformat(),
                "borne_by_stock": None if closed_on is None else f"{order.stock:.2f}",
                "variance": None if closed_on is None else f"{order.more - order.stock:.2f}",
            }
        return said


def _plain(quantity: Decimal) -> str:
    return f"{quantity.normalize():f}"


def _a_unit(amount: Decimal, quantity: Decimal) -> Decimal:
    return (amount / quantity).quantize(UNIT, ROUND_HALF_UP)
