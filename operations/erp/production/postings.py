"""Which accounts production moves besides the stock's own: pure.

Variance           Dr 71359 variance        Cr 7135 variation   (the other way when it cost less)
Work in progress   Dr 33 in progress        Cr 7133 variation   (undone the day after)
What components and hours cost is in the charges by nature: 601 and 6031, 641.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from operations.erp.accounting.model import (
    OTHER_JOURNAL,
    STOCK_JOURNAL,
    Entry,
    Posting,
    reversed_sides,
)
from operations.erp.stock.model import Accounts

IN_PROGRESS: Final = "33"
IN_PROGRESS_CHANGE: Final = "7133"


@dataclass(frozen=True)
class Closing:
    """The closing of a production order on a day."""

    company_id: int
    on: dt.date
    number: str


def variance(closing: Closing, accounts: Accounts, amount: Decimal) -> Entry:
    """What an order has cost more than its output is worth; less when below zero."""
    postings: tuple[Posting, ...] = (
        Posting(accounts.cost_variance, debit=abs(amount)),
        Posting(accounts.change, credit=abs(amount)),
    )
    return Entry(
        STOCK_JOURNAL,
        closing.on,
        "production_order",
        closing.number,
        f"Production order {closing.number}",
        postings if amount > 0 else reversed_sides(postings),
        closing.company_id,
    )


def in_progress(company_id: int, on: dt.date, amount: Decimal, *, is_undone: bool) -> Entry:
    """Work that has begun and is not in the stock yet, at a month's end or undone the day after."""
    postings: tuple[Posting, ...] = (
        Posting(IN_PROGRESS, debit=amount),
        Posting(IN_PROGRESS_CHANGE, credit=amount),
    )
    day = on + dt.timedelta(days=1) if is_undone else on
    return Entry(
        OTHER_JOURNAL,
        day,
        "work_in_progress",
        f"WIP-{on:%Y-%m-%d}",
        f"Work in progress of {on}{', undone' if is_undone else ''}",
        reversed_sides(postings) if is_undone else postings,
        company_id,
    )
