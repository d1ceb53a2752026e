"""True receivables: what each customer owed at the end of each month, and how late it was."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

NOTHING = Decimal(0)
# Days late, up to which an open amount is in a bucket.
BUCKETS: Final = (("not_due", 0), ("1_30", 30), ("31_60", 60), ("61_90", 90))
OLDEST: Final = "91_more"


@dataclass
class _Item:
    company: str
    customer: str
    opened_on: dt.date
    due_on: dt.date
    amount: Decimal
    settled: list[tuple[dt.date, Decimal]] = field(default_factory=list)

    def open_on(self, day: dt.date) -> Decimal:
        if self.opened_on > day:
            return NOTHING
        return self.amount - sum((amount for on, amount in self.settled if on <= day), NOTHING)


class ReceivablesTruth:
    """Open items in the company's currency; ``document`` names an invoice."""

    def __init__(self) -> None:
        self._items: dict[str, _Item] = {}

    def open(
        self,
        document: str,
        *,
        company: str,
        customer: str,
        on: dt.date,
        due_on: dt.date,
        amount: Decimal,
    ) -> None:
        """An invoice is posted, worth ``amount`` with tax."""
        self._items[document] = _Item(company, customer, on, due_on, amount)

    def settle(self, document: str, *, on: dt.date, amount: Decimal) -> None:
        """A payment, a credit note or a write-off takes ``amount`` off."""
        self._items[document].settled.append((on, amount))

    def owed(self, document: str) -> Decimal:
        """What is still open now."""
        return self._items[document].open_on(dt.date.max)

    def at(self, day: dt.date) -> dict[str, dict[str, dict[str, str]]]:
        """Company → customer → bucket → amount open at the end of a day; zeros are left out."""
        sums: defaultdict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
        for item in self._items.values():
            amount = item.open_on(day)
            if amount:
                sums[item.company, item.customer, bucket(item.due_on, day)] += amount
        said: dict[str, dict[str, dict[str, str]]] = {}
        for (company, customer, name), amount in sorted(sums.items()):
            if amount:
                said.setdefault(company, {}).setdefault(customer, {})[name] = f"{amount:.2f}"
        return said


def bucket(due_on: dt.date, day: dt.date) -> str:
    """The bucket of an amount that was due on a day, looked at from another."""
    late = (day - due_on).days
    return next((name for name, longest in BUCKETS if late <= longest), OLDEST)
