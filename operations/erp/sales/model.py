"""The sums of a document: a line to the cent, the tax from the sums of each rate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from operations.errors import InvalidValue
from operations.money import (
    PRICE_DECIMALS,
    QUANTITY_DECIMALS,
    RATE_DECIMALS,
    require_exact,
    to_cents,
)


@dataclass(frozen=True)
class Line:
    """What is sold: a quantity of a product at a unit price ex VAT, less a discount (0 to 1)."""

    product_id: int
    quantity: Decimal
    unit_price: Decimal
    discount_rate: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        """Refuse a line that no document may bear."""
        place = f"product {self.product_id}"
        require_quantity(self.quantity, what=f"The quantity of {place}")
        require_exact(self.unit_price, decimals=PRICE_DECIMALS, what=f"The price of {place}")
        require_exact(self.discount_rate, decimals=RATE_DECIMALS, what=f"The discount of {place}")
        if self.unit_price < 0:
            raise InvalidValue(
                f"The price of {place} is {self.unit_price}: below zero.",
                remedy="Give zero or more; money back is a credit note.",
            )
        if not 0 <= self.discount_rate <= 1:
            raise InvalidValue(
                f"The discount of {place} is {self.discount_rate}.",
                remedy="Give a rate between 0 and 1: 0.15 is 15 %.",
            )

    @property
    def net_amount(self) -> Decimal:
        """What the line is worth ex VAT, to the cent."""
        return net_amount(self.quantity, self.unit_price, self.discount_rate)


@dataclass(frozen=True)
class Totals:
    """What a document is worth: without tax, the tax, and both."""

    net_amount: Decimal
    tax_amount: Decimal

    @property
    def gross_amount(self) -> Decimal:
        """What is owed of it."""
        return self.net_amount + self.tax_amount


def net_amount(quantity: Decimal, unit_price: Decimal, discount_rate: Decimal) -> Decimal:
    """A line's worth ex VAT, to the cent, half up: each line is rounded, the sum is not."""
    return to_cents(quantity * unit_price * (1 - discount_rate))


def totals(lines: Iterable[tuple[Decimal, Decimal]]) -> Totals:
    """The sums of a document from the net amount and tax rate of each line.

    The tax is rounded once for each rate, not for each line: so the document says net × rate,
    as a tax officer computes it.
    """
    net_by_rate: dict[Decimal, Decimal] = {}
    for net, rate in lines:
        net_by_rate[rate] = net_by_rate.get(rate, Decimal(0)) + net
    return Totals(
        net_amount=sum(net_by_rate.values(), Decimal("0.00")),
        tax_amount=sum(
            (to_cents(net * rate) for rate, net in net_by_rate.items()), Decimal("0.00")
        ),
    )


def share_of(amount: Decimal, part: Decimal, whole: Decimal, *, remaining: Decimal) -> Decimal:
    """``amount`` × ``part`` ÷ ``whole`` to the cent, never more than what remains of it."""
    return min(to_cents(amount * part / whole), remaining)


def require_quantity(quantity: Decimal, *, what: str) -> None:
    """Refuse a quantity of nothing, or with more than four decimals."""
    require_exact(quantity, decimals=QUANTITY_DECIMALS, what=what)
    if quantity <= 0:
        raise InvalidValue(f"{what} is {quantity}: not above zero.", remedy="Give more than zero.")
