"""The three-way match: what was ordered, what came, what is invoiced. Pure; amounts ex VAT.

An invoice line pays the oldest receipts of its order line first. What was not received waits
(``pending``), what differs by more than is tolerated is an exception.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from operations.erp.purchasing.model import spread
from operations.erp.purchasing.tolerances import Tolerances
from operations.erp.sales.model import share_of
from operations.money import to_cents

Reason = Literal["price", "quantity", "tax", "no_order"]


@dataclass(frozen=True)
class OpenReceipt:
    """A receipt line and what no invoice paid of it yet; the amount is what 4081 holds for it."""

    receipt_line_id: int
    purchase_order_line_id: int
    received_on: dt.date
    quantity: Decimal
    amount_base: Decimal


@dataclass(frozen=True)
class Part:
    """What a line of an invoice pays of a receipt line."""

    receipt_line_id: int
    quantity: Decimal
    receipt_amount_base: Decimal
    invoice_amount_base: Decimal

    @property
    def difference_base(self) -> Decimal:
        """What the goods cost more than was expected; below zero when less."""
        return self.invoice_amount_base - self.receipt_amount_base


@dataclass(frozen=True)
class Matched:
    """A line of an invoice against its receipts."""

    parts: tuple[Part, ...]
    pending_quantity: Decimal
    pending_amount_base: Decimal


@dataclass(frozen=True)
class Difference:
    """What is out of tolerance, in the invoice's terms, and what is at stake in our currency."""

    reason: Reason
    expected: Decimal
    found: Decimal
    amount_base: Decimal
    line_number: int | None = None


def match(
    quantity: Decimal, amount_base: Decimal, receipts: Sequence[OpenReceipt], rate: Decimal
) -> Matched:
    """Let a line pay receipts, oldest first; ``rate`` of what came may be invoiced beyond it."""
    came = sum((receipt.quantity for receipt in receipts), Decimal(0))
    excess = max(quantity - came, Decimal(0))
    pending = excess if excess > came * rate else Decimal(0)
    paid = share_of(amount_base, quantity - pending, quantity, remaining=amount_base)
    taken: list[tuple[OpenReceipt, Decimal, Decimal]] = []
    left = quantity - excess
    for receipt in receipts:
        part = min(left, receipt.quantity)
        if part <= 0:
            continue
        left -= part
        expected = receipt.amount_base
        taken.append(
            (receipt, part, share_of(expected, part, receipt.quantity, remaining=expected))
        )
    shares = spread(paid, [part for _, part, _ in taken])
    return Matched(
        parts=tuple(
            Part(receipt.receipt_line_id, part, expected, share)
            for (receipt, part, expected), share in zip(taken, shares, strict=True)
        ),
        pending_quantity=pending,
        pending_amount_base=amount_base - paid,
    )


def without(receipts: Iterable[OpenReceipt], parts: Iterable[Part]) -> list[OpenReceipt]:
    """What is open once these parts are paid."""
    paid = {part.receipt_line_id: part for part in parts}
    left = []
    for receipt in receipts:
        part = paid.get(receipt.receipt_line_id)
        if part is None:
            left.append(receipt)
        elif part.quantity < receipt.quantity:
            left.append(
                replace(
                    receipt,
                    quantity=receipt.quantity - part.quantity,
                    amount_base=receipt.amount_base - part.receipt_amount_base,
                )
            )
    return left


def price_difference(
    line_number: int,
    *,
    quantity: Decimal,
    ordered: Decimal,
    invoiced: Decimal,
    exchange_rate: Decimal,
    tolerances: Tolerances,
) -> Difference | None:
    """The price against the ordered one; dearer or cheaper, both are looked at."""
    expected = to_cents(ordered * quantity * exchange_rate)
    difference = to_cents(invoiced * quantity * exchange_rate) - expected
    allowed = max(to_cents(expected * tolerances.price_rate), tolerances.price_amount)
    if abs(difference) <= allowed:
        return None
    return Difference("price", ordered, invoiced, difference, line_number)


def quantity_difference(
    line_number: int, *, quantity: Decimal, matched: Matched
) -> Difference | None:
    """What was invoiced beyond what came, when it is more than is tolerated."""
    if not matched.pending_quantity:
        return None
    came = quantity - matched.pending_quantity
    return Difference("quantity", came, quantity, matched.pending_amount_base, line_number)
