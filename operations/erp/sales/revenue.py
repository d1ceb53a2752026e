"""On which account what is sold is earned, and its rebates: by the kind of the product.

What was bought to be sold, 707, bears the margin on goods with 607 and 6037; what is made, 701,
does not, as its stock is on 35 and 7135. Material that is sold as it was bought is an activity
aside (7088, "cessions d'approvisionnements"): it leaves on 6031, so on 707 it would be a margin
without cost; 703 is for what production leaves over. Freight that is billed is in ``postings.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from operations.erp.accounting.model import (
    SALES_OF_GOODS,
    SALES_OF_MATERIALS,
    SALES_OF_PRODUCTS,
    SALES_OF_SERVICES,
)
from operations.money import to_cents


@dataclass(frozen=True)
class Revenue:
    """The accounts of one kind of product: of its sales, and of rebates on them."""

    sales: str
    rebates: str


GOODS: Final = "goods"
# By erp.products.kind, as the accounts of the stock are.
REVENUE: Final[dict[str, Revenue]] = {
    "goods": Revenue(SALES_OF_GOODS, "7097"),
    "finished": Revenue(SALES_OF_PRODUCTS, "7091"),
    "service": Revenue(SALES_OF_SERVICES, "7096"),
    "material": Revenue(SALES_OF_MATERIALS, "7098"),
}


def shared(amounts: Mapping[str, Decimal], rate: Decimal) -> dict[str, Decimal]:
    """Amounts by account at a rate, to the cent: together their sum at the rate, rounded once.

    The largest takes what rounding leaves.

    >>> shared({"706": Decimal("0.05"), "707": Decimal("0.09")}, Decimal("0.5"))
    {'706': Decimal('0.03'), '707': Decimal('0.04')}
    """
    parts = {account: to_cents(amount * rate) for account, amount in sorted(amounts.items())}
    whole = to_cents(sum(amounts.values(), Decimal(0)) * rate)
    gap = whole - sum(parts.values(), Decimal(0))
    if gap:
        parts[max(parts, key=lambda account: abs(parts[account]))] += gap
    return parts
