"""What is refused of money, advances and debts: each names the document, rule and remedy."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from operations.errors import CommandRefused


class NotDownPayment(CommandRefused):
    """A sale, cancelled as if it had been asked for in advance."""

    def __init__(self, invoice_number: str) -> None:
        super().__init__(
            f"Invoice {invoice_number} is no down-payment.",
            remedy="Credit its lines (credit).",
        )


class IsDownPayment(CommandRefused):
    """What is done to a sale, done to an invoice that asks for money in advance."""

    def __init__(self, invoice_number: str) -> None:
        super().__init__(
            f"Invoice {invoice_number} asks for a down-payment: nothing was sold with it.",
            remedy="Cancel what is not deducted of it (cancel_down_payment).",
        )


class NothingToCancel(CommandRefused):
    """A down-payment that was deducted or cancelled whole."""

    def __init__(self, invoice_number: str) -> None:
        super().__init__(
            f"Down-payment {invoice_number} was deducted or cancelled whole.",
            remedy="Credit the invoice that deducted it.",
        )


class OverAdvance(CommandRefused):
    """More would be asked for in advance than was ordered."""

    def __init__(self, order_number: str, *, asked: Decimal, left: Decimal) -> None:
        super().__init__(
            f"Order {order_number}: {asked} cannot be asked for in advance, {left:.2f} ex VAT "
            "were ordered and not asked for yet.",
            remedy=f"Ask for at most {left:.2f}.",
        )


class NotEnoughCash(CommandRefused):
    """More would be allocated, applied or given back than there is of a payment."""

    def __init__(self, payment: str, *, asked: Decimal, left: Decimal) -> None:
        super().__init__(
            f"The {payment}: {asked:.2f} cannot be used, {left:.2f} is there.",
            remedy=f"Use at most {left:.2f}.",
        )


class NothingToRefund(CommandRefused):
    """Money would be given back that the customer has not paid too much."""

    def __init__(self, document: str, *, asked: Decimal, left: Decimal) -> None:
        super().__init__(
            f"{document}: {asked} cannot be refunded, {left} was paid too much.",
            remedy="Credit the invoice first, or give back less.",
        )


class NotSmall(CommandRefused):
    """A difference that is too large to be forgotten without asking why."""

    def __init__(self, document: str, *, amount: Decimal, most: Decimal) -> None:
        super().__init__(
            f"{document}: {amount} is no small difference, {most} is the most.",
            remedy="Claim it, credit it, or write it off as a bad debt.",
        )


class OverWriteOff(CommandRefused):
    """More would be written off than is owed."""

    def __init__(self, document: str, *, asked: Decimal, owed: Decimal) -> None:
        super().__init__(
            f"{document}: {asked} cannot be written off, {owed} is open.",
            remedy=f"Write off at most {owed}.",
        )


class DisputeOpen(CommandRefused):
    """An invoice that is contested already."""

    def __init__(self, invoice_number: str, *, since: dt.date) -> None:
        super().__init__(
            f"Invoice {invoice_number} is disputed since {since}.",
            remedy="Settle that dispute first (settle_dispute).",
        )


class NotDisputed(CommandRefused):
    """A settlement of a dispute that there is not."""

    def __init__(self, invoice_number: str) -> None:
        super().__init__(
            f"Invoice {invoice_number} is not disputed.", remedy="Nothing is to be settled."
        )


class NothingToRebate(CommandRefused):
    """A rebate on a time in which nothing was bought, or all of it was credited."""

    def __init__(self, rebate: str, starts_on: dt.date, ends_on: dt.date) -> None:
        super().__init__(
            f"The {rebate} is worth nothing: nothing was invoiced and kept from {starts_on} to "
            f"{ends_on}.",
            remedy="Check the customer and the time.",
        )


class RebateGranted(CommandRefused):
    """A rebate on a time for which one was granted."""

    def __init__(self, rebate: str, number: str, starts_on: dt.date, ends_on: dt.date) -> None:
        super().__init__(
            f"The {rebate} was granted already: {number} is for {starts_on} to {ends_on}.",
            remedy="Let the time begin after it.",
        )
