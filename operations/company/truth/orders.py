"""True orders: what came in, what waits to be invoiced, and what left on the promised day.

An order is worth what it was on its own day, in the group's currency.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from operations.money import to_cents

NOTHING = Decimal(0)
Moves = list[tuple[dt.date, Decimal]]


@dataclass
class _Line:
    company: str
    customer: str
    ordered_on: dt.date
    promised_on: dt.date
    quantity: Decimal
    amount: Decimal
    delivered: Moves = field(default_factory=list)
    invoiced: Moves = field(default_factory=list)

    def waiting(self, day: dt.date) -> Decimal:
        """What of its amount is not invoiced at the end of a day."""
        if self.ordered_on > day:
            return NOTHING
        gone = _up_to(self.invoiced, day)
        return self.amount - to_cents(self.amount * gone / self.quantity)


class OrderTruth:
    """Order lines by their keys, in the group's currency; nothing is ever cancelled here."""

    def __init__(self) -> None:
        self._lines: dict[int, _Line] = {}

    def order(
        self,
        key: int,
        company: str,
        customer: str,
        *,
        on: dt.date,
        promised_on: dt.date,
        quantity: Decimal,
        amount: Decimal,
    ) -> None:
        """A customer orders so much, worth ``amount``, for a day that he is told."""
        self._lines[key] = _Line(company, customer, on, promised_on, quantity, amount)

    def deliver(self, key: int, on: dt.date, quantity: Decimal) -> None:
        """So much of a line leaves."""
        self._lines[key].delivered.append((on, quantity))

    def invoice(self, key: int, on: dt.date, quantity: Decimal) -> None:
        """So much of a line is invoiced."""
        self._lines[key].invoiced.append((on, quantity))

    def said(self, until: dt.date, ends: Sequence[dt.date]) -> dict[str, dict[str, dict[str, str]]]:
        """Company → month → intake, backlog at its end, and of what was due what came in time.

        A line is due on its promised day, once that has come; delivered in part it is not in
        time, but what came of it is counted in ``punctual_quantity``.
        """
        sums: defaultdict[tuple[str, str], defaultdict[str, Decimal]]
        sums = defaultdict(lambda: defaultdict(Decimal))
        for line in self._lines.values():
            sums[line.company, f"{line.ordered_on:%Y-%m}"]["intake"] += line.amount
            if line.promised_on <= until:
                in_time = min(_up_to(line.delivered, line.promised_on), line.quantity)
                due = sums[line.company, f"{line.promised_on:%Y-%m}"]
                due["due_lines"] += 1
                due["punctual_lines"] += in_time == line.quantity
                due["due_quantity"] += line.quantity
                due["punctual_quantity"] += in_time
            for day in ends:
                sums[line.company, f"{day:%Y-%m}"]["backlog"] += line.waiting(day)
        said: dict[str, dict[str, dict[str, str]]] = {}
        for (company, month), figures in sorted(sums.items()):
            said.setdefault(company, {})[month] = {
                name: str(value) for name, value in sorted(figures.items())
            }
        return said


def _up_to(moves: Moves, day: dt.date) -> Decimal:
    return sum((quantity for on, quantity in moves if on <= day), NOTHING)
