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
    "DiscountNotDue",
    "DuplicateReference",
    "ExceptionClosed",
    "InvoiceBlocked",
    "NoLines",
    "NotAwaited",
    "NotEmployed",
    "NotInDocument",
    "NotTheirs",
    "NothingToCome",
    "OrderNotOpen",
    "OverCredit",
    "OverPayment",
    "OverReceipt",
    "OverReturn",
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


class OverReceipt(CommandRefused):
    """More would come in than was ordered and is tolerated."""

    def __init__(
        self, order: str, line_number: int, *, asked: Decimal, allowed: Decimal, rate: Decimal
    ) -> None:
        super().__init__(
            f"Order {order}, line {line_number}: {asked.normalize():f} cannot be received, "
            f"{allowed.normalize():f} may, with a tolerance of {(rate * 100).normalize():f} %.",
            remedy="Receive what may come and refuse the rest, or order more first.",
        )


class OverReturn(CommandRefused):
    """More would go back than was received and is still here of it."""

    def __init__(
        self, receipt: str, line_number: int, *, asked: Decimal, remaining: Decimal
    ) -> None:
        super().__init__(
            f"Receipt {receipt}, line {line_number}: {asked.normalize():f} cannot go back, "
            f"{remaining.normalize():f} of it remain.",
            remedy=f"Return at most {remaining.normalize():f}.",
        )


class DuplicateReference(CommandRefused):
    """A document of a supplier that is in the books already, however its number is written."""

    def __init__(self, document: str, reference: str, *, supplier: str, number: str) -> None:
        super().__init__(
            f"Supplier {supplier}: {document} {reference} is in the books as {number}.",
            remedy="Do not record it twice; if it is another one, write its number in full.",
        )


class NotTheirs(CommandRefused):
    """A document that brings together what is of several suppliers, companies or currencies."""


class NotAwaited(CommandRefused):
    """Goods invoiced before the day on which they came, though they are in the books."""


class ExceptionClosed(CommandRefused):
    """A difference that was settled already."""


class InvoiceBlocked(CommandRefused):
    """A payment of an invoice that differs from its order, and nobody accepted it."""

    def __init__(self, number: str, reasons: str) -> None:
        super().__init__(
            f"Invoice {number} is blocked for payment: {reasons}.",
            remedy="Accept the difference, or record the supplier's credit note, first.",
        )


class OverPayment(CommandRefused):
    """More would be paid of an invoice than is owed of it."""

    def __init__(self, number: str, *, asked: Decimal, owed: Decimal) -> None:
        super().__init__(
            f"Supplier invoice {number}: {asked} cannot be paid, {owed} is owed.",
            remedy="Pay what is owed; a supplier that owes us pays back what is below zero.",
        )


class DiscountNotDue(CommandRefused):
    """A discount for early payment that was not agreed, or taken too late, or too high."""


class OverCredit(CommandRefused):
    """More would be credited of a line than was invoiced, returned or is missing."""

    def __init__(
        self, number: str, line_number: int, *, asked: Decimal, remaining: Decimal, of: str
    ) -> None:
        super().__init__(
            f"Supplier invoice {number}, line {line_number}: {asked.normalize():f} cannot be "
            f"credited, {remaining.normalize():f} {of}.",
            remedy=f"Credit at most {remaining.normalize():f}, or give the reason that it has.",
        )
