"""How one unit of measure becomes another: exactly, by the ways that were given."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from operations.erp.catalog.errors import InexactConversion
from operations.money import QUANTITY_DECIMALS

Factors = Mapping[tuple[str, str], Fraction]


@dataclass(frozen=True)
class Conversion:
    """One ``from_unit`` is ``numerator`` / ``denominator`` of ``to_unit``."""

    product_id: int | None
    from_unit: str
    to_unit: str
    numerator: Decimal
    denominator: Decimal

    @property
    def factor(self) -> Fraction:
        """By what a quantity in ``from_unit`` is multiplied."""
        return Fraction(self.numerator) / Fraction(self.denominator)


def factors(conversions: Iterable[Conversion]) -> Factors:
    """What one unit is of another, both ways; a product's own conversions before those of all."""
    both: dict[tuple[str, str], Fraction] = {}
    for conversion in sorted(conversions, key=lambda each: each.product_id is not None):
        both[conversion.from_unit, conversion.to_unit] = conversion.factor
        both[conversion.to_unit, conversion.from_unit] = 1 / conversion.factor
    return both


def factor_between(known: Factors, from_unit: str, to_unit: str) -> Fraction | None:
    """By what a quantity is multiplied, by the fewest steps; None when no way leads there.

    >>> pallets = {("PAL", "BOX"): Fraction(40), ("BOX", "PCE"): Fraction(12)}
    >>> factor_between(pallets, "PAL", "PCE")
    Fraction(480, 1)
    """
    reached = {from_unit: Fraction(1)}
    waiting = deque([from_unit])
    while waiting and to_unit not in reached:
        unit = waiting.popleft()
        for (one, other), factor in sorted(known.items()):
            if one == unit and other not in reached:
                reached[other] = reached[unit] * factor
                waiting.append(other)
    return reached.get(to_unit)


def converted(quantity: Decimal, factor: Fraction, *, from_unit: str, to_unit: str) -> Decimal:
    """``quantity`` × ``factor``, exact. Raises InexactConversion when four decimals do not do."""
    exact = Fraction(quantity) * factor
    scaled = exact * 10**QUANTITY_DECIMALS
    if scaled.denominator != 1:
        raise InexactConversion(quantity, from_unit, to_unit, exact)
    return Decimal(scaled.numerator).scaleb(-QUANTITY_DECIMALS)
