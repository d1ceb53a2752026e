"""What the catalogue refuses: each names the product, the rule and the remedy."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

from operations.errors import CommandRefused


class CodeTaken(CommandRefused):
    """A code that names something else already."""

    def __init__(self, thing: str, code: str) -> None:
        super().__init__(f"There is a {thing} {code} already.", remedy="Give another code.")


class AboveItself(CommandRefused):
    """A family that would stand below itself, however many steps down."""

    def __init__(self, family_code: str, parent_code: str) -> None:
        super().__init__(
            f"Family {parent_code} cannot stand above {family_code}: it stands below it.",
            remedy="Begin at the top: move the lower family out first.",
        )


class NoConversion(CommandRefused):
    """A quantity in a unit from which nobody said how to come to another."""

    def __init__(self, from_unit: str, to_unit: str, *, product: str | None) -> None:
        super().__init__(
            f"There is no conversion from {from_unit} to {to_unit}"
            f"{f' for product {product}' if product else ''}.",
            remedy=f"Say how much {to_unit} one {from_unit} is (set_conversion).",
        )


class InexactConversion(CommandRefused):
    """A quantity that has no exact value in the other unit: goods would come or go by rounding."""

    def __init__(self, quantity: Decimal, from_unit: str, to_unit: str, exact: Fraction) -> None:
        super().__init__(
            f"{quantity.normalize():f} {from_unit} is {float(exact):.6f}… {to_unit}: "
            "more decimals than are kept.",
            remedy=f"Give a quantity that is a whole multiple, or count in {from_unit}.",
        )


class ContradictingConversion(CommandRefused):
    """Units that are worth something else by way of other units."""

    def __init__(self, from_unit: str, to_unit: str, *, given: Fraction, stands: Fraction) -> None:
        super().__init__(
            f"One {from_unit} cannot be {given} {to_unit}: by other units it is {stands}.",
            remedy="Correct the conversion that is wrong; two ways must lead to one quantity.",
        )


class NoPrice(CommandRefused):
    """A product that nobody priced in a currency."""

    def __init__(self, product: str, currency_code: str, on: dt.date) -> None:
        super().__init__(
            f"Product {product} has no price in {currency_code} on {on}.",
            remedy=f"Put it on a price list in {currency_code} (set_price), or offer another.",
        )


class NoPurchasePrice(CommandRefused):
    """A product that the supplier does not offer, or not in so small a quantity."""

    def __init__(self, product: str, supplier: str, quantity: Decimal, on: dt.date) -> None:
        super().__init__(
            f"Supplier {supplier} has no price for {quantity.normalize():f} of product "
            f"{product} on {on}.",
            remedy="Enter what it asks (set_purchase_price), or order its minimum quantity.",
        )


class MadeOfItself(CommandRefused):
    """A product whose components would hold it, however many steps down."""

    def __init__(self, product: str, component: str, *, on: dt.date) -> None:
        super().__init__(
            f"Product {product} cannot be made of {component}: that is made of {product} on {on}.",
            remedy="Take the component out, or end the other bill of materials before.",
        )


class NotMade(CommandRefused):
    """A product without bill of materials and routing: it is bought, not made."""

    def __init__(self, product: str, on: dt.date) -> None:
        super().__init__(
            f"Product {product} has no bill of materials and no routing on {on}.",
            remedy="Say what it is made of (set_bill_of_materials), or how (set_routing).",
        )


class MixedCurrencies(CommandRefused):
    """A product whose components cost in another currency than itself."""

    def __init__(self, product: str, currency_code: str, component: str, other: str) -> None:
        super().__init__(
            f"Product {product} is in {currency_code}, its component {component} in {other}.",
            remedy=f"Keep the cost of {component} in {currency_code}.",
        )
