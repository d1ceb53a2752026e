"""What a move of goods says, and what the stock holds of a product while one is written."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from operations.erp.accounting.model import (
    MATERIALS,
    MATERIALS_CHANGE,
    PRODUCTS,
    PRODUCTS_CHANGE,
    STOCK,
    STOCK_CHANGE,
)
from operations.errors import InvalidValue
from operations.money import QUANTITY_DECIMALS, require_cents, require_exact

ProductKind = Literal["goods", "material", "finished", "service"]
Valuation = Literal["standard", "average"]

# Differences found when counting, and prices that are not the standard cost, go to accounts of
# their own below the variation of the stock: its sum stays what the French chart asks for.
_COUNT_DIFFERENCE: Final = "8"
_COST_VARIANCE: Final = "9"


@dataclass(frozen=True)
class Accounts:
    """Where the stock of one kind of product stands in the books."""

    stock: str
    change: str

    @property
    def count_difference(self) -> str:
        """Account of what a count found too much or too little."""
        return self.change + _COUNT_DIFFERENCE

    @property
    def cost_variance(self) -> str:
        """Account of what goods cost more or less than their stock is worth."""
        return self.change + _COST_VARIANCE


ACCOUNTS: Final[dict[str, Accounts]] = {
    "goods": Accounts(STOCK, STOCK_CHANGE),
    "material": Accounts(MATERIALS, MATERIALS_CHANGE),
    "finished": Accounts(PRODUCTS, PRODUCTS_CHANGE),
}


@dataclass(frozen=True)
class Move:
    """So much of a product goes from one place to another, in the unit it is kept in.

    ``value``, in company currency to the cent, is what goods cost that come in, or had cost when
    they come back; None: the product's average (or standard) cost.
    """

    product_id: int
    quantity: Decimal
    from_location_id: int
    to_location_id: int
    value: Decimal | None = None
    lot_id: int | None = None

    def __post_init__(self) -> None:
        """Refuse what no move may say."""
        place = f"The move of product {self.product_id}"
        require_exact(self.quantity, decimals=QUANTITY_DECIMALS, what=f"{place}: its quantity")
        if self.quantity <= 0:
            raise InvalidValue(
                f"{place} is of {self.quantity}: not above zero.",
                remedy="Give more than zero; what comes back is a move the other way.",
            )
        if self.from_location_id == self.to_location_id:
            raise InvalidValue(
                f"{place} ends where it begins.", remedy="Give two places, or write no move."
            )
        if self.value is not None:
            require_cents(self.value, what=f"{place}: its value")
            if self.value < 0:
                raise InvalidValue(
                    f"{place} is worth {self.value}: below zero.", remedy="Give zero or more."
                )


@dataclass(frozen=True)
class Moved:
    """A move that was written.

    ``value`` is what the own stock gained or lost by it: zero for a move within it.
    """

    move_id: int
    product_id: int
    quantity: Decimal
    unit_cost: Decimal
    value: Decimal


@dataclass(frozen=True)
class Location:
    """A place where goods lie, or an outside from which they come and to which they go."""

    location_id: int
    location_code: str
    company_id: int
    kind: str
    supplier_id: int | None
    is_negative_allowed: bool
    is_counted: bool
    is_own: bool


@dataclass(frozen=True)
class Held:
    """The own stock of a product, kept from others until the transaction ends.

    ``standard_cost`` is a unit's cost in force on the day of the document, in ``currency_code``.
    """

    product_id: int
    product_number: str
    kind: str
    valuation: str
    is_lot_tracked: bool
    quantity: Decimal
    value: Decimal
    average_cost: Decimal | None
    standard_cost: Decimal | None
    currency_code: str = "EUR"
    is_home_currency: bool = True

    @property
    def is_average(self) -> bool:
        """Whether it is valued by the weighted average of what came in."""
        return self.valuation == "average"

    @property
    def usual_cost(self) -> Decimal | None:
        """What a unit costs when it leaves now; None when nobody knows."""
        if self.is_average and self.average_cost is not None:
            return self.average_cost
        return self.standard_cost if self.is_home_currency else None
