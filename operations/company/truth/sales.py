"""True sales line by line, in the group's currency: before discounts, and what the seller takes.

The margin in each company's own books is told by ``margins.py``.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from operations.money import to_cents

NOTHING: Final = Decimal(0)
SUBJECTS: Final = ("revenue", "cost", "list", "commission", "returned")


@dataclass(frozen=True)
class SoldLine:
    """One line of an invoice, or of a credit note below zero, in the currency of the books.

    ``before_discount``: its quantity at its price. ``commission_rate``: the seller's share of the
    net amount, 0 to 1. ``is_return``: goods came back.
    """

    net: Decimal
    cost: Decimal
    before_discount: Decimal
    commission_rate: Decimal = NOTHING
    is_return: bool = False


class SalesTruth:
    """Sums by company, customer and month, each line to the cent at the rate of its day."""

    def __init__(self) -> None:
        self._sums: defaultdict[tuple[str, str, str], dict[str, Decimal]]
        self._sums = defaultdict(lambda: dict.fromkeys(SUBJECTS, NOTHING))

    def sell(
        self, on: dt.date, company: str, customer: str, line: SoldLine, *, rate: Decimal
    ) -> None:
        """A line is posted; ``rate`` brings the books' currency into the group's."""
        sums = self._sums[company, customer, f"{on:%Y-%m}"]
        net = to_cents(line.net * rate)
        sums["revenue"] += net
        sums["cost"] += to_cents(line.cost * rate)
        sums["list"] += to_cents(line.before_discount * rate)
        sums["commission"] += to_cents(to_cents(line.net * line.commission_rate) * rate)
        if line.is_return:
            sums["returned"] -= net

    def by_customer(self) -> dict[str, dict[str, dict[str, dict[str, str]]]]:
        """Company → customer → month → the subjects, in the group's currency."""
        said: dict[str, dict[str, dict[str, dict[str, str]]]] = {}
        for (company, customer, month), sums in sorted(self._sums.items()):
            said.setdefault(company, {}).setdefault(customer, {})[month] = {
                name: f"{amount:.2f}" for name, amount in sums.items()
            }
        return said
