"""What the sales chain refuses: each names the document, the rule and the remedy."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from operations.errors import CommandRefused


class NoLines(CommandRefused):
    """A document about nothing."""

    def __init__(self, document: str) -> None:
        super().__init__(f"The {document} has no lines.", remedy="Give at least one line.")


class NotInDocument(CommandRefused):
    """A line that belongs to another document."""

    def __init__(self, document: str, line_id: int) -> None:
        super().__init__(
            f"{document} has no line with the key {line_id}.",
            remedy="Give keys of that document's own lines.",
        )


class TooEarly(CommandRefused):
    """A document dated before the one that it follows."""

    def __init__(self, document: str, day: dt.date, *, of: str, earliest: dt.date) -> None:
        super().__init__(
            f"The {document} of {of} cannot be dated {day}: {of} is of {earliest}.",
            remedy=f"Date it {earliest} or later.",
        )


class QuoteNotOpen(CommandRefused):
    """A quote that was decided already, or that is no longer valid."""


class NotForSale(CommandRefused):
    """A product that is withdrawn, or priced in another currency than the document."""


class OverDelivery(CommandRefused):
    """More would leave the stock than was ordered."""

    def __init__(
        self, order_number: str, line_number: int, *, asked: Decimal, remaining: Decimal
    ) -> None:
        super().__init__(
            f"Order {order_number}, line {line_number}: {asked.normalize():f} cannot be delivered, "
            f"{remaining.normalize():f} of it remain.",
            remedy=f"Deliver at most {remaining.normalize():f}, or take another order.",
        )


class NothingToDeliver(CommandRefused):
    """An order that was delivered whole."""

    def __init__(self, order_number: str) -> None:
        super().__init__(
            f"Order {order_number} is delivered whole.", remedy="Take another order for more."
        )


class NothingToInvoice(CommandRefused):
    """Nothing was delivered up to that day that is not invoiced yet."""

    def __init__(self, order_number: str, day: dt.date) -> None:
        super().__init__(
            f"Order {order_number} has nothing that was delivered by {day} and not invoiced.",
            remedy="Deliver first: what is invoiced is what was delivered.",
        )


class InvoiceBeforeTheLast(CommandRefused):
    """An invoice dated before another of its order: it would take the cost of other goods."""

    def __init__(self, order_number: str, day: dt.date, *, latest: dt.date) -> None:
        super().__init__(
            f"Order {order_number} was invoiced on {latest}; another invoice cannot be of {day}.",
            remedy=f"Date it {latest} or later.",
        )


class OverCredit(CommandRefused):
    """More would be given back than was invoiced."""

    def __init__(
        self, invoice_number: str, line_number: int, *, asked: Decimal, remaining: Decimal, of: str
    ) -> None:
        super().__init__(
            f"Invoice {invoice_number}, line {line_number}: a {of} of {asked.normalize():f} cannot "
            f"be credited, {remaining.normalize():f} remain.",
            remedy=f"Credit at most {remaining.normalize():f}.",
        )


class OverPayment(CommandRefused):
    """More would be paid of an invoice than is owed of it."""

    def __init__(self, invoice_number: str, *, asked: Decimal, owed: Decimal) -> None:
        super().__init__(
            f"Invoice {invoice_number}: {asked} cannot be paid, {owed} is owed.",
            remedy="Allocate what is owed, and the rest to the customer's other invoices.",
        )


class ForeignInvoice(CommandRefused):
    """A payment of one customer for an invoice of another, or in another currency."""
