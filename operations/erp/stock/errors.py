"""What the stock refuses: each names the product, the place and the remedy."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from operations.errors import CommandRefused


class NegativeStock(CommandRefused):
    """More would leave a place than lies there."""

    def __init__(self, product: str, place: str, *, asked: Decimal, there: Decimal) -> None:
        super().__init__(
            f"Product {product}: {_plain(asked)} cannot leave {place}, {_plain(there)} are there.",
            remedy="Receive or transfer first, or move at most what is there.",
        )


class NotInStock(CommandRefused):
    """A service: it is sold and bought, and never lies anywhere."""

    def __init__(self, product: str) -> None:
        super().__init__(
            f"Product {product} is a service: it is not kept in stock.",
            remedy="Leave it out of the moves.",
        )


class NotOwnGoods(CommandRefused):
    """Goods that a supplier still owns would be sold or used."""

    def __init__(self, product: str, place: str) -> None:
        super().__init__(
            f"What lies in {place} of product {product} is still the supplier's.",
            remedy="Move it into the own stock with its value first, then sell or use it.",
        )


class NoValueKnown(CommandRefused):
    """Goods would come in of which nobody knows what they are worth."""

    def __init__(self, product: str, day: dt.date) -> None:
        super().__init__(
            f"Nobody said what product {product} is worth on {day}.",
            remedy="Give the move its value, or set the product's cost (set_cost).",
        )


class ValueWithoutGoods(CommandRefused):
    """A value for goods that neither enter nor leave the own stock."""

    def __init__(self, product: str, value: Decimal) -> None:
        super().__init__(
            f"The move of product {product} stays on one side of the own stock and cannot be "
            f"worth {value}.",
            remedy="Give no value: it does not change by that move.",
        )


class StillNegative(CommandRefused):
    """A place where stock is below zero cannot forbid it."""

    def __init__(self, place: str, product: str, quantity: Decimal) -> None:
        super().__init__(
            f"Negative stock cannot be forbidden in {place}: product {product} is at "
            f"{_plain(quantity)}.",
            remedy="Receive what is missing, or count it, then forbid.",
        )


class ForeignPlace(CommandRefused):
    """A place of another company."""

    def __init__(self, place: str, company_id: int) -> None:
        super().__init__(
            f"{place} is not a place of company {company_id}.",
            remedy="Move to the outside of one company, and in from the outside of the other.",
        )


class LotMissing(CommandRefused):
    """A product that is tracked by lot would come in without one."""

    def __init__(self, product: str) -> None:
        super().__init__(
            f"Product {product} is tracked by lot, and the move names none.",
            remedy="Register the lot (register_lot) and give it.",
        )


class ForeignLot(CommandRefused):
    """A lot of another product."""

    def __init__(self, lot_id: int, product: str) -> None:
        super().__init__(
            f"Lot {lot_id} is not one of product {product}.",
            remedy="Give a lot of the product that is moved.",
        )


class LotExpired(CommandRefused):
    """A lot that may no longer be sold or used."""

    def __init__(self, product: str, lot: str, *, expired_on: dt.date, on: dt.date) -> None:
        super().__init__(
            f"Lot {lot} of product {product} expired on {expired_on}: it cannot go out on {on}.",
            remedy="Take another lot; move this one to the losses, or back to its supplier.",
        )


class AtStandardCost(CommandRefused):
    """A late cost for a product whose stock is worth its standard cost, whatever it had cost."""

    def __init__(self, product: str) -> None:
        super().__init__(
            f"Product {product} is valued at standard cost: its stock bears no late cost.",
            remedy="Leave it in the cost of sales; or set its cost and revalue_to_standard.",
        )


class NothingOnHand(CommandRefused):
    """Goods that are not there cannot be worth more."""

    def __init__(self, product: str, amount: Decimal) -> None:
        super().__init__(
            f"Of product {product} nothing is on hand that could bear {amount}.",
            remedy="Give it as gone: it belongs to the cost of sales.",
        )


class WorthLessThanNothing(CommandRefused):
    """Goods would be worth less than nothing."""

    def __init__(self, product: str, amount: Decimal, *, worth: Decimal) -> None:
        super().__init__(
            f"What is on hand of product {product} is worth {worth} and cannot bear {amount}.",
            remedy="Let it bear at most its worth; the rest is gone.",
        )


class HasStock(CommandRefused):
    """A product whose goods have moved cannot be kept in another way."""

    def __init__(self, product: str) -> None:
        super().__init__(
            f"Product {product} has moves in the stock: its accounts and values hang on how it is "
            "kept.",
            remedy="Register another product, and move what is there to it.",
        )


def _plain(quantity: Decimal) -> str:
    return f"{quantity.normalize():f}"
