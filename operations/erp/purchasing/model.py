"""What is asked for, ordered and received: pure values that no document may bear otherwise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from operations.erp.accounting.model import GOODS_NOT_INVOICED
from operations.erp.catalog.model import require_price
from operations.erp.sales.model import require_quantity
from operations.errors import InvalidValue
from operations.money import QUANTITY_DECIMALS, require_cents, require_exact, to_cents


@dataclass(frozen=True)
class RequestLine:
    """A need: so many units of a product, at an estimated price in company currency ex VAT."""

    product_id: int
    quantity: Decimal
    unit_price_base: Decimal

    def __post_init__(self) -> None:
        """Refuse a line that no request may bear."""
        place = f"product {self.product_id}"
        require_quantity(self.quantity, what=f"The quantity of {place}")
        require_price(self.unit_price_base, what=f"The price of {place}")

    @property
    def net_amount_base(self) -> Decimal:
        """What it is estimated to cost, to the cent."""
        return to_cents(self.quantity * self.unit_price_base)


@dataclass(frozen=True)
class OrderLine:
    """What is ordered: so many units at a price ex VAT in the currency of the order.

    ``promised_on`` is the supplier's first promise; None while there is none.
    """

    product_id: int
    quantity: Decimal
    unit_price: Decimal
    promised_on: dt.date | None = None

    def __post_init__(self) -> None:
        """Refuse a line that no order may bear."""
        place = f"product {self.product_id}"
        require_quantity(self.quantity, what=f"The quantity of {place}")
        require_price(self.unit_price, what=f"The price of {place}")

    @property
    def net_amount(self) -> Decimal:
        """What it costs in the currency of the order, to the cent."""
        return to_cents(self.quantity * self.unit_price)


@dataclass(frozen=True)
class ReceivedLine:
    """What came of an order line: ``quantity`` was kept, ``refused_quantity`` sent back at once."""

    purchase_order_line_id: int
    quantity: Decimal
    refused_quantity: Decimal = Decimal(0)
    refusal_reason: str | None = None
    lot_id: int | None = None

    def __post_init__(self) -> None:
        """Refuse a line that no receipt may bear."""
        place = f"order line {self.purchase_order_line_id}"
        for name, value in (("kept", self.quantity), ("refused", self.refused_quantity)):
            require_exact(value, decimals=QUANTITY_DECIMALS, what=f"The quantity {name} of {place}")
            if value < 0:
                raise InvalidValue(
                    f"The quantity {name} of {place} is {value}.", remedy="Give zero or more."
                )
        if not self.quantity and not self.refused_quantity:
            raise InvalidValue(f"Nothing came of {place}.", remedy="Leave the line out.")
        if self.refused_quantity and not (self.refusal_reason or "").strip():
            raise InvalidValue(
                f"{self.refused_quantity} of {place} is refused without a reason.",
                remedy="Say what was wrong with it.",
            )


@dataclass(frozen=True)
class GoodsLine:
    """A line of a supplier's invoice: goods of an order, at a price in the invoice's currency."""

    purchase_order_line_id: int
    quantity: Decimal
    unit_price: Decimal

    def __post_init__(self) -> None:
        """Refuse a line that no invoice may bear."""
        place = f"order line {self.purchase_order_line_id}"
        require_quantity(self.quantity, what=f"The quantity of {place}")
        require_price(self.unit_price, what=f"The price of {place}")

    @property
    def net_amount(self) -> Decimal:
        """What it costs ex VAT, to the cent."""
        return to_cents(self.quantity * self.unit_price)


@dataclass(frozen=True)
class ExpenseLine:
    """A line of a supplier's invoice without order: a service, on an account of charges.

    On 4081 it is one that was awaited: the freight of deliveries, charged when they left.
    """

    account_code: str
    net_amount: Decimal
    label: str
    cost_centre_id: int | None = None
    is_taxed: bool = True

    def __post_init__(self) -> None:
        """Refuse a line that no invoice may bear."""
        what = f"The amount of {self.label!r}"
        require_cents(self.net_amount, what=what)
        if self.net_amount <= 0:
            raise InvalidValue(f"{what} is {self.net_amount}.", remedy="Give more than zero.")
        if not self.account_code.startswith("6") and self.account_code != GOODS_NOT_INVOICED:
            raise InvalidValue(
                f"{self.label!r} is put on account {self.account_code}.",
                remedy="Give an account of charges, class 6, or 4081 for freight that was awaited.",
            )


def spread(amount: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """``amount`` by weight, each part in cents, together the whole; no part has another sign.

    >>> spread(Decimal("1.00"), [Decimal(1), Decimal(1), Decimal(1)])
    [Decimal('0.33'), Decimal('0.34'), Decimal('0.33')]
    """
    total = sum(weights, Decimal(0))
    parts, given, reached = [], Decimal(0), Decimal(0)
    for weight in weights:
        reached += weight
        upto = to_cents(amount * reached / total)
        parts.append(upto - given)
        given = upto
    return parts
