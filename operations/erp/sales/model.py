"""The sums of a document: a line to the cent, the tax from the sums of each rate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from operations.errors import InvalidValue
from operations.money import (
    PRICE_DECIMALS,
    QUANTITY_DECIMALS,
    RATE_DECIMALS,
    require_cents,
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
        if self.unit_price < 0:
            raise InvalidValue(
                f"The price of {place} is {self.unit_price}: below zero.",
                remedy="Give zero or more; money back is a credit note.",
            )
        require_share(self.discount_rate, what=f"The discount of {place}")

    @property
    def net_amount(self) -> Decimal:
        """What the line is worth ex VAT, to the cent."""
        return net_amount(self.quantity, self.unit_price, self.discount_rate)


@dataclass(frozen=True)
class Amount:
    """The same money twice: in the document's currency, and in the company's, both in cents."""

    document: Decimal
    base: Decimal

    def __add__(self, other: Amount) -> Amount:
        """Both sums."""
        return Amount(self.document + other.document, self.base + other.base)

    def __sub__(self, other: Amount) -> Amount:
        """Both differences."""
        return Amount(self.document - other.document, self.base - other.base)

    def __neg__(self) -> Amount:
        """The other side of the books."""
        return Amount(-self.document, -self.base)

    def part(self, document: Decimal, *, of: Amount) -> Amount:
        """``document`` of what is left here, with its share of the base of the whole, ``of``.

        The last part takes what is left of the base, so that nothing stays on a settled account.
        """
        if document == self.document:
            return self
        return Amount(
            document, share_of(of.base, document, of.document, remaining=max(self.base, ZERO))
        )


ZERO: Final = Decimal("0.00")
NOTHING: Final = Amount(ZERO, ZERO)


def at_rate(document: Decimal, exchange_rate: Decimal) -> Amount:
    """An amount of a document with its worth in the books, to the cent."""
    return Amount(document, to_cents(document * exchange_rate))


@dataclass(frozen=True)
class Totals:
    """What a document is worth: without tax, the tax, and both."""

    net_amount: Decimal
    tax_amount: Decimal

    @property
    def gross_amount(self) -> Decimal:
        """What is owed of it."""
        return self.net_amount + self.tax_amount


@dataclass(frozen=True)
class Deduction:
    """What an invoice deducts of a down-payment, which bears its own VAT and rate of exchange.

    ``owed_less`` is the same with tax, at the rate of the invoice.
    """

    net: Amount
    tax: Amount
    owed_less: Amount
    tax_code: str | None = None

    @property
    def exchange_gain(self) -> Decimal:
        """What the advance was worth more than the debt that it settles; a loss is below zero."""
        return self.net.base + self.tax.base - self.owed_less.base


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


def overpaid_since(debts: Sequence[tuple[dt.date, Decimal]], amount: Decimal) -> dt.date | None:
    """Since when so much was paid too much, without a break; None when it is not.

    ``debts`` is what was owed at the end of each day on which it changed, in their order.

    >>> days = [dt.date(2024, 3, number) for number in (1, 5, 9)]
    >>> overpaid_since([*zip(days, map(Decimal, (100, 0, -20)), strict=True)], Decimal(20))
    datetime.date(2024, 3, 9)
    """
    since = None
    for day, debt in debts:
        if debt > -amount:
            since = None
        elif since is None:
            since = day
    return since


def require_quantity(quantity: Decimal, *, what: str) -> None:
    """Refuse a quantity of nothing, or with more than four decimals."""
    require_exact(quantity, decimals=QUANTITY_DECIMALS, what=what)
    if quantity <= 0:
        raise InvalidValue(f"{what} is {quantity}: not above zero.", remedy="Give more than zero.")


def require_amount(amount: Decimal, *, what: str) -> None:
    """Refuse an amount below zero, or in fractions of a cent."""
    require_cents(amount, what=what)
    if amount < 0:
        raise InvalidValue(f"{what} is {amount}: below zero.", remedy="Give zero or more.")


def require_share(share: Decimal, *, what: str) -> None:
    """Refuse a share that is not between 0 and 1."""
    require_exact(share, decimals=RATE_DECIMALS, what=what)
    if not 0 <= share <= 1:
        raise InvalidValue(
            f"{what} is {share}.", remedy="Give a rate between 0 and 1: 0.15 is 15 %."
        )
