"""Products and the rule of their costs: one cost a day, and the past does not change."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from operations.errors import CommandRefused, InvalidValue
from operations.money import PRICE_DECIMALS, require_exact


@dataclass(frozen=True)
class Product:
    """A product as documents need it."""

    product_id: int
    product_number: str
    name: str
    currency_code: str
    is_active: bool
    unit_code: str


@dataclass(frozen=True)
class Cost:
    """What a unit costs from a day on; ``valid_to`` is the last day, None while in force."""

    product_cost_id: int
    valid_from: dt.date
    valid_to: dt.date | None
    unit_cost: Decimal


class NoCostInForce(CommandRefused):
    """Goods leave the stock on a day for which nobody said what they cost."""

    def __init__(self, product: str, day: dt.date) -> None:
        super().__init__(
            f"Product {product} has no cost in force on {day}.",
            remedy="Set its cost from that day or earlier (set_cost), then deliver.",
        )


class CostInThePast(CommandRefused):
    """A cost would begin before the one in force: months already told would change."""


def require_price(amount: Decimal, *, what: str) -> None:
    """Refuse a price or a cost below zero, or with more than four decimals."""
    require_exact(amount, decimals=PRICE_DECIMALS, what=what)
    if amount < 0:
        raise InvalidValue(f"{what} is {amount}: below zero.", remedy="Give zero or more.")


def require_after(latest: Cost | None, *, product: str, valid_from: dt.date) -> None:
    """A new cost begins after the latest one began."""
    if latest is not None and valid_from <= latest.valid_from:
        raise CostInThePast(
            f"Product {product} has a cost from {latest.valid_from}; "
            f"another from {valid_from} would change the past.",
            remedy=f"Let the new cost begin after {latest.valid_from}.",
        )
