"""True purchases: what suppliers promised, what came, when, and what it was worth.

A line is due in the month of its promise, once that day has come; what never came is due too.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

NOTHING: Final = Decimal(0)


@dataclass
class _Line:
    company: str
    supplier: str
    ordered_on: dt.date
    promised_on: dt.date
    quantity: Decimal
    came: list[tuple[dt.date, Decimal, Decimal]] = field(default_factory=list)

    @property
    def on_time(self) -> Decimal:
        """What came by the promise, never more than was ordered."""
        came = (quantity for on, quantity, _ in self.came if on <= self.promised_on)
        return min(sum(came, NOTHING), self.quantity)


@dataclass
class _Sums:
    due: Decimal = NOTHING
    on_time: Decimal = NOTHING
    lines_due: int = 0
    lines_in_full: int = 0
    arrivals: int = 0
    lead_days: int = 0
    received: Decimal = NOTHING


class PurchasesTruth:
    """Lines of orders to suppliers; ``line`` is any name of one that stays the same."""

    def __init__(self) -> None:
        self._lines: dict[int, _Line] = {}

    def order(
        self,
        line: int,
        *,
        company: str,
        supplier: str,
        on: dt.date,
        promised_on: dt.date,
        quantity: Decimal,
    ) -> None:
        """A company orders of a supplier, by his number in its books."""
        self._lines[line] = _Line(company, supplier, on, promised_on, quantity)

    def receive(self, line: int, *, on: dt.date, quantity: Decimal, value: Decimal) -> None:
        """Part of it came, worth ``value`` in the currency of the company's books."""
        self._lines[line].came.append((on, quantity, value))

    def by_supplier(self, until: dt.date) -> dict[str, dict[str, dict[str, dict[str, str]]]]:
        """Company → supplier → month → what was due and came in time, what arrived and when."""
        months: defaultdict[tuple[str, str, str], _Sums] = defaultdict(_Sums)
        for line in self._lines.values():
            if line.promised_on <= until:
                sums = months[line.company, line.supplier, f"{line.promised_on:%Y-%m}"]
                sums.due += line.quantity
                sums.on_time += line.on_time
                sums.lines_due += 1
                sums.lines_in_full += line.on_time == line.quantity
            for on, _, value in line.came:
                sums = months[line.company, line.supplier, f"{on:%Y-%m}"]
                sums.arrivals += 1
                sums.lead_days += (on - line.ordered_on).days
                sums.received += value
        said: dict[str, dict[str, dict[str, dict[str, str]]]] = {}
        for (company, supplier, month), sums in sorted(months.items()):
            said.setdefault(company, {}).setdefault(supplier, {})[month] = {
                "due": f"{sums.due.normalize():f}",
                "on_time": f"{sums.on_time.normalize():f}",
                "lines_due": str(sums.lines_due),
                "lines_in_full": str(sums.lines_in_full),
                "arrivals": str(sums.arrivals),
                "lead_days": str(sums.lead_days),
                "received": f"{sums.received:.2f}",
            }
        return said
