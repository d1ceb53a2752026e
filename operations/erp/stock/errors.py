"""What the stock refuses: each names the product, the place and the remedy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
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


class WasInvoiced(CommandRefused):
    """A product that was invoiced cannot become one of another kind."""

    def __init__(self, product: str, kind: str) -> None:
        super().__init__(
            f"Product {product} was invoiced as {kind}: the account of what is credited hangs on "
            "it.",
            remedy="Register another product of the other kind, and sell that one.",
        )


class NotATransfer(CommandRefused):
    """Goods would change their owner by a transfer."""

    def __init__(self, source: str, target: str) -> None:
        super().__init__(
            f"From {source} to {target} goods become the company's, or cease to be.",
            remedy="Receive, deliver, count or write them off; a transfer keeps whose they are.",
        )


class ArrivedAlready(CommandRefused):
    """A transfer arrives once."""

    def __init__(self, number: str, on: dt.date) -> None:
        super().__init__(
            f"Transfer {number} arrived on {on}.",
            remedy="Count the place, or write off what is missing.",
        )


class MissingMoreThanSent(CommandRefused):
    """More would be missing of a transfer than was sent."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"Of transfer {number} more is said to be missing than was sent.",
            remedy="Say by product what is missing of what was sent.",
        )


class WithoutReason(CommandRefused):
    """A loss that nobody explains."""

    def __init__(self, document: str) -> None:
        super().__init__(f"The {document} has no reason.", remedy="Say why the goods are lost.")


class CountNotOpen(CommandRefused):
    """A count that was validated or given up."""

    def __init__(self, number: str, status: str) -> None:
        super().__init__(f"Count {number} is {status}.", remedy="Open another count.")


class BeingCounted(CommandRefused):
    """A product that stands in an open count of the place: both would correct its difference."""

    def __init__(self, *, product: str, count: str) -> None:
        super().__init__(
            f"Product {product} stands in count {count} of the same place, which is open.",
            remedy=f"Validate count {count} first, or give it up.",
        )


class NotAllCounted(CommandRefused):
    """A count of which lines were not counted."""

    def __init__(self, number: str, products: Sequence[str]) -> None:
        super().__init__(
            f"Count {number}: {len(products)} lines are not counted, such as {products[0]}.",
            remedy="Enter what is there of each; zero where there is nothing.",
        )


class NothingToCount(CommandRefused):
    """A place in which, by the books, nothing lies."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"By the books nothing lies in {place}.",
            remedy="Name the products that are to be counted there.",
        )


class Reserved(CommandRefused):
    """Goods that are kept for other orders would leave."""

    def __init__(self, product: str, *, asked: Decimal, free: Decimal) -> None:
        super().__init__(
            f"Product {product}: {_plain(asked)} cannot leave, {_plain(free)} are not kept for "
            "other orders.",
            remedy="Deliver at most what is free, or let the other orders' goods go (release).",
        )


class StandardInAnotherCurrency(CommandRefused):
    """A standard cost in another currency than the books of the company."""

    def __init__(self, product: str, currency: str) -> None:
        super().__init__(
            f"Product {product} has its standard cost in {currency}, not in the company's "
            "currency.",
            remedy="Keep it at average cost: its worth is then that of what came in.",
        )


def _plain(quantity: Decimal) -> str:
    return f"{quantity.normalize():f}"


class CountedByLot(CommandRefused):
    """A product tracked by lot is counted lot by lot: a sum says not which one is missing."""

    def __init__(self, product_number: str) -> None:
        super().__init__(
            f"Product {product_number} is tracked by lot and cannot be counted as one.",
            remedy="Move what is missing of each lot to LOSSES.",
        )
