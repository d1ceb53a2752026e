"""Costs that turn out otherwise: what is still here of the goods bears its part in the stock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection
from operations.erp.purchasing.postings import Place
from operations.erp.purchasing.still_here import shares_here
from operations.erp.stock.commands import revalue


@dataclass(frozen=True)
class Change:
    """So much of a receipt line costs so much more, or less, than was thought.

    ``invoice_line_id`` says which invoice line it comes from, where that is asked for later.
    """

    receipt_line_id: int
    quantity: Decimal
    amount_base: Decimal
    invoice_line_id: int | None = None


@dataclass(frozen=True)
class Here:
    """What of it is here, and what the stock bears of the change; the rest is cost of sales.

    At standard cost the stock bears nothing: the change is a variance.
    """

    product_id: int
    here: Decimal
    stock_amount_base: Decimal


def borne_here(connection: Connection, changes: Sequence[Change], *, company_id: int) -> list[Here]:
    """What is here of each change, one for one."""
    if not changes:
        return []
    shares = shares_here(
        connection,
        company_id=company_id,
        receipt_line_ids=sorted({change.receipt_line_id for change in changes}),
    )
    worth = {share.product_id: share.worth for share in shares.values()}
    found = []
    for change in changes:
        share = shares[change.receipt_line_id]
        # The stock is never worth less than nothing: what it cannot give is cost of sales.
        amount = share.stock_part(change.amount_base)
        if amount < 0:
            amount = max(amount, -worth[share.product_id])
        worth[share.product_id] += amount
        found.append(Here(share.product_id, share.part_of(change.quantity), amount))
    return found


def revalue_stock(connection: Connection, place: Place, borne: Sequence[Here]) -> None:
    """Raise or lower the value of the stock by what it bears, product by product."""
    amounts: dict[int, Decimal] = {}
    for part in borne:
        amounts[part.product_id] = amounts.get(part.product_id, Decimal(0)) + part.stock_amount_base
    changed = {product_id: amount for product_id, amount in amounts.items() if amount}
    if changed:
        revalue(
            connection,
            company_id=place.company_id,
            revalued_on=place.on,
            document_type=place.document_type,
            document_number=place.number,
            amounts=changed,
        )
