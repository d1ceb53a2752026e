"""True margin: what each customer brought and cost, also when part of the cost came late.

Freight that is invoiced after the goods have left is shared among the deliveries of that product
since they came in, by quantity and in the order of time, and belongs to the month it was posted.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from operations.money import to_cents

NOTHING = Decimal(0)


@dataclass
class _Sums:
    revenue: Decimal = NOTHING
    cost: Decimal = NOTHING
    landed: Decimal = NOTHING


class MarginTruth:
    """Revenue, cost and late cost by company, customer and month, in the company's currency."""

    def __init__(self) -> None:
        self._sums: defaultdict[tuple[str, str, str], _Sums] = defaultdict(_Sums)

    def sell(
        self, on: dt.date, company: str, customer: str, *, revenue: Decimal, cost: Decimal
    ) -> None:
        """An invoice ex tax and what its goods cost; a credit note has both below zero."""
        sums = self._sums[company, customer, f"{on:%Y-%m}"]
        sums.revenue += revenue
        sums.cost += cost

    def land(
        self,
        on: dt.date,
        company: str,
        amount: Decimal,
        deliveries: Iterable[tuple[str, Decimal]],
    ) -> None:
        """A late cost of goods that have left: customers with the quantities that they took."""
        taken = list(deliveries)
        total = sum((quantity for _, quantity in taken), NOTHING)
        reached = given = NOTHING
        for customer, quantity in taken:
            reached += quantity
            share = to_cents(amount * reached / total) - given
            given += share
            self._sums[company, customer, f"{on:%Y-%m}"].landed += share

    def by_customer(self) -> dict[str, dict[str, dict[str, dict[str, str]]]]:
        """Company → customer → month → revenue, cost, landed cost, margin."""
        said: dict[str, dict[str, dict[str, dict[str, str]]]] = {}
        for (company, customer, month), sums in sorted(self._sums.items()):
            said.setdefault(company, {}).setdefault(customer, {})[month] = {
                "revenue": f"{sums.revenue:.2f}",
                "cost": f"{sums.cost:.2f}",
                "landed": f"{sums.landed:.2f}",
                "margin": f"{sums.revenue - sums.cost - sums.landed:.2f}",
            }
        return said
