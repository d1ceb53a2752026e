"""Rounding and the exactness of amounts: Decimal, half up, never float."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from operations.errors import InvalidValue

CENT = Decimal("0.01")
# As many decimals as the columns hold: the database would round what has more.
QUANTITY_DECIMALS = 4
PRICE_DECIMALS = 4
RATE_DECIMALS = 6


def to_cents(exact: Decimal) -> Decimal:
    """``exact`` to the cent, half a cent away from zero."""
    return exact.quantize(CENT, ROUND_HALF_UP)


def require_exact(value: Decimal, *, decimals: int, what: str) -> None:
    """Refuse a value that is no number, or that has more decimals than are kept."""
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):
        raise InvalidValue(f"{what} is {value}: not a number.", remedy="Give a decimal number.")
    if -exponent > decimals and value != value.quantize(Decimal(1).scaleb(-decimals)):
        raise InvalidValue(
            f"{what} is {value}: {decimals} decimals are kept.",
            remedy="Round it first; nothing is rounded silently.",
        )


def require_cents(amount: Decimal, *, what: str) -> None:
    """Refuse an amount that is not in whole cents."""
    require_exact(amount, decimals=2, what=what)
