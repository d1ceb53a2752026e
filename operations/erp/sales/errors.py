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


class OverCancellation(CommandRefused):
    """More would be cancelled than remains to be delivered."""

    def __init__(
        self, order_number: str, line_number: int, *, asked: Decimal, remaining: Decimal
    ) -> None:
        super().__init__(
            f"Order {order_number}, line {line_number}: {asked.normalize():f} cannot be cancelled, "
            f"{remaining.normalize():f} of it remain.",
            remedy=f"Cancel at most {remaining.normalize():f}; what was delivered is returned.",
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


class NotOneInvoice(CommandRefused):
    """Orders of several customers, companies or currencies: no invoice bears them together."""

    def __init__(self, orders: str) -> None:
        super().__init__(
            f"Orders {orders} are not of one customer, one company and one currency.",
            remedy="Invoice them apart.",
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


class OverCreditOfFreight(CommandRefused):
    """More transport would be given back than was billed."""

    def __init__(self, invoice_number: str, *, asked: Decimal, remaining: Decimal) -> None:
        super().__init__(
            f"Invoice {invoice_number}: a freight of {asked} cannot be credited, {remaining} "
            "remain.",
            remedy=f"Credit at most {remaining}.",
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


class OrderOnHold(CommandRefused):
    """An order that waits until somebody answers for its customer's debts."""

    def __init__(self, order_number: str) -> None:
        super().__init__(
            f"Order {order_number} is on hold: its customer would owe more than his credit limit.",
            remedy="Let somebody with the right release it (release_order), or wait for payments.",
        )


class NotOnHold(CommandRefused):
    """A release of an order that nothing holds."""

    def __init__(self, order_id: int) -> None:
        super().__init__(f"The order with the key {order_id} is not on hold.", remedy="Deliver it.")


class MayNotRelease(CommandRefused):
    """An employee whose approval limit does not reach so far."""

    def __init__(
        self, order_number: str, employee: str, *, excess: Decimal, limit: Decimal
    ) -> None:
        super().__init__(
            f"{employee} cannot release order {order_number}: {excess} would be owed beyond the "
            f"credit limit, and {limit} is what {employee} may approve.",
            remedy="Ask somebody who may approve more.",
        )
