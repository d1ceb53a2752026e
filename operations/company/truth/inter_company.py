"""True trade within the group: what a view of the group as one company leaves out.

The seller's revenue and cost, what the buyer recorded of it, and what each says is open between the
two: a document that only one of them has entered yet makes them differ.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

NOTHING: Final = Decimal(0)


@dataclass(frozen=True)
class Parties:
    """Who sells to whom, in which currency: codes of companies, and their numbers in the books.

    The customer is the buyer in the books of the seller, the supplier the seller in the buyer's.
    """

    seller: str
    buyer: str
    currency: str
    customer: str
    supplier: str


@dataclass
class _Sums:
    revenue: Decimal = NOTHING
    cost: Decimal = NOTHING
    purchases: Decimal = NOTHING
    purchases_in_books: Decimal = NOTHING


class InterCompanyTruth:
    """Amounts in the currency of the documents, which is the seller's; and the buyer's own."""

    def __init__(self) -> None:
        self._parties: Parties | None = None
        self._months: defaultdict[str, _Sums] = defaultdict(_Sums)
        self._receivable: list[tuple[dt.date, Decimal]] = []
        self._payable: list[tuple[dt.date, Decimal]] = []

    def meet(self, parties: Parties) -> None:
        """They know each other from now on."""
        self._parties = parties

    def sell(self, on: dt.date, *, revenue: Decimal, cost: Decimal) -> None:
        """The seller invoiced; no VAT is on it."""
        sums = self._months[f"{on:%Y-%m}"]
        sums.revenue += revenue
        sums.cost += cost
        self._receivable.append((on, revenue))

    def buy(self, on: dt.date, *, amount: Decimal, in_books: Decimal) -> None:
        """The buyer recorded an invoice, worth ``in_books`` in its own currency."""
        sums = self._months[f"{on:%Y-%m}"]
        sums.purchases += amount
        sums.purchases_in_books += in_books
        self._payable.append((on, amount))

    def send(self, on: dt.date, amount: Decimal) -> None:
        """The buyer paid."""
        self._payable.append((on, -amount))

    def receive(self, on: dt.date, amount: Decimal) -> None:
        """The seller has the money."""
        self._receivable.append((on, -amount))

    def said(self, days: Iterable[dt.date]) -> dict[str, object]:
        """Who they are, their trade by month, and what was open at the end of each day."""
        known = self._parties
        return {
            "parties": None if known is None else dict(vars(known)),
            "by_month": {
                month: {name: f"{amount:.2f}" for name, amount in vars(sums).items()}
                for month, sums in sorted(self._months.items())
            },
            "open_by_month": {
                day.isoformat(): {
                    "receivable": f"{_upto(day, self._receivable):.2f}",
                    "payable": f"{_upto(day, self._payable):.2f}",
                }
                for day in days
            },
        }


def _upto(day: dt.date, changes: Iterable[tuple[dt.date, Decimal]]) -> Decimal:
    return sum((amount for on, amount in changes if on <= day), NOTHING)
