"""What is asked for, ordered and received: pure values that no document may bear otherwise."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from operations.erp.catalog.model import require_price
from operations.erp.sales.model import require_quantity
from operations.money import to_cents


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
