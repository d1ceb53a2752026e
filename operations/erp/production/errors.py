"""What production refuses: each names the order, the rule and the remedy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from operations.errors import CommandRefused


class OrderNotPlanned(CommandRefused):
    """An order that was released, closed or cancelled already."""

    def __init__(self, number: str, status: str) -> None:
        super().__init__(
            f"Production order {number} is {status}, not planned.",
            remedy="Plan another order for more.",
        )


class OrderNotReleased(CommandRefused):
    """Work on an order that is not released yet, or not any more."""

    def __init__(self, number: str, status: str) -> None:
        remedy = (
            "Release it first (release_order)."
            if status == "planned"
            else "Plan another order; what is closed stays closed."
        )
        super().__init__(f"Production order {number} is {status}.", remedy=remedy)


class OrderHasWork(CommandRefused):
    """An order on which something was done cannot be called off."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"Production order {number} has components, output or time.",
            remedy="Return its components where possible, and close it.",
        )


class TooEarly(CommandRefused):
    """A report of a day before the order was released, or planned."""

    def __init__(self, what: str, day: dt.date, *, number: str, earliest: dt.date) -> None:
        super().__init__(
            f"The {what} of production order {number} cannot be dated {day}: it is of {earliest}.",
            remedy=f"Date it {earliest} or later.",
        )


class ComponentsMissing(CommandRefused):
    """Components are not there, or are kept for orders of customers."""

    def __init__(self, number: str, missing: Sequence[tuple[str, Decimal, Decimal]]) -> None:
        said = "; ".join(
            f"{product}: {_plain(asked)} asked, {_plain(free)} free"
            for product, asked, free in missing
        )
        super().__init__(
            f"Production order {number} lacks components. {said}.",
            remedy="Issue what is free, and receive, make or transfer the rest.",
        )


class NotAComponent(CommandRefused):
    """A product that the order is not made of."""

    def __init__(self, number: str, product_id: int) -> None:
        super().__init__(
            f"Production order {number} is not made of product {product_id}.",
            remedy="Issue its own components; another bill of materials needs another order.",
        )


class NothingToIssue(CommandRefused):
    """All components have gone in already."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"Production order {number} has all its components.",
            remedy="Say how much more of which component it needs.",
        )


class OverReturn(CommandRefused):
    """More of a component would come back than went in."""

    def __init__(self, number: str, product: str, *, asked: Decimal, issued: Decimal) -> None:
        super().__init__(
            f"Production order {number}, component {product}: {_plain(asked)} cannot come back, "
            f"{_plain(issued)} went in.",
            remedy=f"Return at most {_plain(issued)}.",
        )


class OverOutput(CommandRefused):
    """More would be made than was ordered and is tolerated."""

    def __init__(self, number: str, *, asked: Decimal, allowed: Decimal) -> None:
        super().__init__(
            f"Production order {number}: {_plain(asked)} more cannot be reported, "
            f"{_plain(allowed)} are still allowed.",
            remedy="Report at most that, or plan another order for the rest.",
        )


class NoSuchStep(CommandRefused):
    """A step that the order does not have."""

    def __init__(self, number: str, operation_number: int) -> None:
        super().__init__(
            f"Production order {number} has no step {operation_number}.",
            remedy="Give the number of one of its own steps.",
        )


class NothingIssued(CommandRefused):
    """Something was made of nothing: its cost would be wrong."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"Production order {number} has output, and no components went into it.",
            remedy="Issue what was used (issue_components), then close it.",
        )


class CyclicBill(CommandRefused):
    """A product that is made of itself, however many steps down: written past every rule."""

    def __init__(self, products: Sequence[str]) -> None:
        super().__init__(
            f"Requirements cannot be computed: {', '.join(products)} are made of each other.",
            remedy="End the bill of materials that is wrong.",
        )


class ProposalNotOpen(CommandRefused):
    """A proposal that was decided already, or that a later calculation replaced."""

    def __init__(self, product: str, status: str) -> None:
        super().__init__(
            f"The proposal for product {product} is {status}.",
            remedy="Decide on those of the last calculation (plan_requirements).",
        )


class NobodyAsks(CommandRefused):
    """A proposal to buy without somebody who asks for it."""

    def __init__(self, product: str) -> None:
        super().__init__(
            f"The proposal to buy product {product} becomes a request, and nobody asks for it.",
            remedy="Give the employee who asks (requester_id).",
        )


class ValuedAlready(CommandRefused):
    """Work in progress is valued once for a day."""

    def __init__(self, on: dt.date) -> None:
        super().__init__(
            f"The work in progress of {on} is valued already.",
            remedy="Value another day; what was posted is undone on the day after it.",
        )


def _plain(quantity: Decimal) -> str:
    return f"{quantity.normalize():f}"
