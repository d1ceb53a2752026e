"""True stock turn: what left to be sold or used up in twelve months, over what lay there each day.

A product that is younger than a year is taken to go on as it began.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from typing import Final

from operations.company.truth.stock import StockTruth

YEAR: Final = 365
PLACES: Final = Decimal("0.000001")


def turn_at(stock: StockTruth, end: dt.date) -> dict[str, dict[str, str]]:
    """Company → issues of a year and average stock at a month's end, in its own currency."""
    first = (end.replace(day=1) - dt.timedelta(days=334)).replace(day=1)
    issues: defaultdict[str, Fraction] = defaultdict(Fraction)
    averages: defaultdict[str, Fraction] = defaultdict(Fraction)
    for company, product in stock.places():
        changes = stock.changes(company, product)
        known_since = min(changes)
        if known_since > end:
            continue
        day = max(first, known_since)
        days = (end - day).days + 1
        value = sum((worth for on, worth in changes.items() if on < day), Decimal(0))
        held = Decimal(0)
        while day <= end:
            value += changes.get(day, Decimal(0))
            held += value
            day += dt.timedelta(days=1)
        issued = sum(
            (worth for on, worth in stock.issued(company, product).items() if first <= on <= end),
            Decimal(0),
        )
        averages[company] += Fraction(held) / days
        issues[company] += Fraction(issued) * YEAR / min(days, YEAR)
    return {
        company: {"issues": _plain(issues[company]), "average": _plain(averages[company])}
        for company in sorted(averages)
    }


def _plain(amount: Fraction) -> str:
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    return f"{exact.quantize(PLACES):f}"
