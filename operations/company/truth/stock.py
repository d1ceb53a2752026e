"""True stock: quantity and value of each product, by the weighted average of what came in."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from operations.money import to_cents

NOTHING = Decimal(0)
UNIT = Decimal("0.0001")


@dataclass
class _Holding:
    quantity: Decimal = NOTHING
    value: Decimal = NOTHING
    # Day → what that day changed, in quantity and in value.
    changes: dict[dt.date, tuple[Decimal, Decimal]] = field(default_factory=dict)
    # Day → worth of what left to be sold or used up on it, less what came back.
    issued: dict[dt.date, Decimal] = field(default_factory=dict)

    def issue(self, on: dt.date, value: Decimal) -> None:
        self.issued[on] = self.issued.get(on, NOTHING) + value

    def change(self, on: dt.date, quantity: Decimal, value: Decimal) -> None:
        self.quantity += quantity
        self.value += value
        before = self.changes.get(on, (NOTHING, NOTHING))
        self.changes[on] = (before[0] + quantity, before[1] + value)


class StockTruth:
    """The stock of each company; ``product`` is any name that stays the same."""

    def __init__(self) -> None:
        self._holdings: defaultdict[tuple[str, str], _Holding] = defaultdict(_Holding)

    def quantity(self, company: str, product: str) -> Decimal:
        """What lies there now."""
        return self._holdings[company, product].quantity

    def value(self, company: str, product: str) -> Decimal:
        """What it is worth now, in the company's currency."""
        return self._holdings[company, product].value

    def unit_cost(self, company: str, product: str) -> Decimal:
        """What a unit of what lies there costs on average, to four decimals."""
        holding = self._holdings[company, product]
        return (holding.value / holding.quantity).quantize(UNIT, ROUND_HALF_UP)

    def enter(
        self, on: dt.date, company: str, product: str, quantity: Decimal, value: Decimal
    ) -> None:
        """Goods come in, worth ``value``; a correction of their worth has no quantity."""
        self._holdings[company, product].change(on, quantity, value)

    def leave(
        self,
        on: dt.date,
        company: str,
        product: str,
        quantity: Decimal,
        *,
        unit_cost: Decimal | None = None,
    ) -> Decimal:
        """Goods go out at the average of all that is there, or at ``unit_cost``; return the value.

        The last piece takes all that is left, so that nothing without quantity is worth something.
        """
        holding = self._holdings[company, product]
        if unit_cost is not None:
            value = to_cents(quantity * unit_cost)
        elif quantity == holding.quantity:
            value = holding.value
        else:
            value = to_cents(quantity * holding.value / holding.quantity)
        holding.change(on, -quantity, -value)
        holding.issue(on, value)
        return value

    def come_back(
        self, on: dt.date, company: str, product: str, quantity: Decimal, value: Decimal
    ) -> None:
        """A customer brings goods back, worth what they had cost: they were not issued."""
        holding = self._holdings[company, product]
        holding.change(on, quantity, value)
        holding.issue(on, -value)

    def places(self) -> list[tuple[str, str]]:
        """Every company and product of which something has moved."""
        return sorted(place for place, holding in self._holdings.items() if holding.changes)

    def changes(self, company: str, product: str) -> dict[dt.date, Decimal]:
        """Day → by how much it changed what the stock is worth."""
        holding = self._holdings[company, product]
        return {on: value for on, (_, value) in holding.changes.items()}

    def issued(self, company: str, product: str) -> dict[dt.date, Decimal]:
        """Day → worth of what left to be sold or used up on it, less what came back."""
        return self._holdings[company, product].issued

    def by_day(self) -> dict[str, dict[str, list[list[str]]]]:
        """Company → product → days of change, each with quantity and value at its end."""
        said: dict[str, dict[str, list[list[str]]]] = {}
        for (company, product), holding in sorted(self._holdings.items()):
            quantity = value = NOTHING
            days = []
            for on, (more, worth) in sorted(holding.changes.items()):
                quantity += more
                value += worth
                days.append([on.isoformat(), _plain(quantity), f"{value:.2f}"])
            if days:
                said.setdefault(company, {})[product] = days
        return said


def _plain(quantity: Decimal) -> str:
    return f"{quantity.normalize():f}"
