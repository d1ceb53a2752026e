"""What buying refuses: each names the document, the rule and the remedy.

``NoLines``, ``NotInDocument`` and ``TooEarly`` are said of any document, as sales says them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from operations.erp.sales.errors import NoLines, NotInDocument, TooEarly
from operations.errors import CommandRefused

__all__ = [
    "AboveApproved",
    "AboveLimit",
    "AlreadyDecided",
    "NoLines",
    "NotEmployed",
    "NotInDocument",
    "NothingToCome",
    "OrderNotOpen",
    "OwnRequest",
    "PromiseInThePast",
    "RequestNotApproved",
    "RequestNotOpen",
    "TooEarly",
]


class AboveLimit(CommandRefused):
    """Somebody would let more be spent than they may."""

    def __init__(
        self, document: str, amount: Decimal, *, who: str, limit: Decimal, others: Sequence[str]
    ) -> None:
        super().__init__(
            f"The {document} is worth {amount}: {who} may approve up to {limit}.",
            remedy=f"Ask one who may: {', '.join(others)}."
            if others
            else f"Raise somebody's approval limit to {amount}, or ask for less.",
        )


class OwnRequest(CommandRefused):
    """Somebody would decide what they asked for themselves."""

    def __init__(self, document: str, *, who: str) -> None:
        super().__init__(
            f"The {document} is one of {who}: nobody decides their own.",
            remedy="Ask another employee with an approval limit.",
        )


class NotEmployed(CommandRefused):
    """Somebody who had left, or had not come yet."""


class RequestNotOpen(CommandRefused):
    """A request that was decided already."""


class AlreadyDecided(CommandRefused):
    """A second decision of the same employee: several approvals are of several people."""


class RequestNotApproved(CommandRefused):
    """An order of a request that nobody approved, or that was rejected."""


class AboveApproved(CommandRefused):
    """Orders of a request that together are worth more than was approved."""

    def __init__(self, request: str, *, asked: Decimal, left: Decimal) -> None:
        super().__init__(
            f"Request {request}: an order of {asked} is more than what is left of it, {left}.",
            remedy=f"Order at most {left}, or have another request approved.",
        )


class OrderNotOpen(CommandRefused):
    """An order of which nothing is to come any more."""

    def __init__(self, order: str, status: str) -> None:
        super().__init__(
            f"Order {order} is {status}: nothing of it is to come.", remedy="Make another order."
        )


class NothingToCome(CommandRefused):
    """A line of an order that was received or cancelled whole."""

    def __init__(self, order: str, line_number: int) -> None:
        super().__init__(
            f"Order {order}, line {line_number}: nothing of it is to come.",
            remedy="Leave this line out; order more if more is needed.",
        )


class PromiseInThePast(CommandRefused):
    """A promise told before the last one, or of a day before it was told."""

    def __init__(self, order: str, line_number: int, rule: str, *, earliest: dt.date) -> None:
        super().__init__(
            f"Order {order}, line {line_number}: {rule}.", remedy=f"Date it {earliest} or later."
        )
