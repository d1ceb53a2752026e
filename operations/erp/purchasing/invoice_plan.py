"""A supplier's invoice against its orders and receipts, before anything is written: pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from operations.erp.accounting.model import GOODS_NOT_INVOICED, Posting
from operations.erp.accounting.vat import Tax
from operations.erp.purchasing import postings
from operations.erp.purchasing.errors import NotAwaited
from operations.erp.purchasing.kinds import purchase_account
from operations.erp.purchasing.matching import (
    Difference,
    Matched,
    OpenReceipt,
    match,
    price_difference,
    quantity_difference,
    without,
)
from operations.erp.purchasing.model import ExpenseLine, GoodsLine
from operations.erp.purchasing.ordered import OrderedLine
from operations.erp.purchasing.tolerances import Tolerances
from operations.money import to_cents


@dataclass(frozen=True)
class PlannedLine:
    """A line of the invoice as it will be written; goods have their match."""

    line_number: int
    given: GoodsLine | ExpenseLine
    product_id: int | None
    account_code: str
    net_amount_base: Decimal
    tax: Tax | None
    matched: Matched

    @property
    def cost_centre_id(self) -> int | None:
        """Where an expense belongs."""
        return self.given.cost_centre_id if isinstance(self.given, ExpenseLine) else None


NOT_MATCHED = Matched((), Decimal(0), Decimal(0))


@dataclass(frozen=True)
class Basis:
    """What an invoice is held against."""

    ordered: Mapping[int, OrderedLine]
    receipts: Sequence[OpenReceipt]
    taxes: Mapping[int | None, Tax]
    tolerances: Tolerances
    exchange_rate: Decimal
    posted_on: dt.date


def planned(
    document: str, lines: Sequence[GoodsLine | ExpenseLine], basis: Basis
) -> tuple[list[PlannedLine], list[Difference]]:
    """The lines matched, and what is out of tolerance. Raises NotAwaited."""
    plan: list[PlannedLine] = []
    differences: list[Difference | None] = []
    receipts = list(basis.receipts)
    for number, line in enumerate(lines, start=1):
        net_base = to_cents(line.net_amount * basis.exchange_rate)
        if isinstance(line, ExpenseLine):
            tax = basis.taxes[None] if line.is_taxed else None
            plan.append(
                PlannedLine(number, line, None, line.account_code, net_base, tax, NOT_MATCHED)
            )
            continue
        ordered = basis.ordered[line.purchase_order_line_id]
        matched = match(
            line.quantity,
            net_base,
            _in_time(document, line, receipts, basis.posted_on),
            basis.tolerances.quantity_rate,
        )
        receipts = without(receipts, matched.parts)
        plan.append(
            PlannedLine(
                number,
                line,
                ordered.product_id,
                purchase_account(ordered.kind),
                net_base,
                basis.taxes[ordered.product_id],
                matched,
            )
        )
        differences += [
            price_difference(
                number,
                quantity=line.quantity,
                ordered=ordered.unit_price,
                invoiced=line.unit_price,
                exchange_rate=basis.exchange_rate,
                tolerances=basis.tolerances,
            ),
            quantity_difference(number, quantity=line.quantity, matched=matched),
        ]
    differences.append(_unordered(plan, basis.tolerances))
    return plan, [difference for difference in differences if difference is not None]


def charges(plan: Iterable[PlannedLine]) -> list[Posting]:
    """The lines of the entry ex VAT: what came, what it differs by, what is to come, expenses."""
    sums: dict[tuple[str, int | None, str | None], Decimal] = {}
    for line in plan:
        code = None if line.tax is None else line.tax.code
        paid = sum((part.receipt_amount_base for part in line.matched.parts), Decimal(0))
        pending = line.matched.pending_amount_base
        for account, amount in (
            (GOODS_NOT_INVOICED, paid),
            (line.account_code, line.net_amount_base - paid - pending),
            (postings.INVOICED_NOT_RECEIVED, pending),
        ):
            key = (account, line.cost_centre_id if account == line.account_code else None, code)
            sums[key] = sums.get(key, Decimal(0)) + amount
    return [
        postings.debit(account, amount, cost_centre_id, tax_code)
        for (account, cost_centre_id, tax_code), amount in sums.items()
    ]


def _in_time(
    document: str, line: GoodsLine, receipts: Sequence[OpenReceipt], posted_on: dt.date
) -> list[OpenReceipt]:
    """The receipts that a line may pay: those of its order line up to the day of the invoice."""
    own = [
        receipt
        for receipt in receipts
        if receipt.purchase_order_line_id == line.purchase_order_line_id
    ]
    in_time = [receipt for receipt in own if receipt.received_on <= posted_on]
    if line.quantity > sum((receipt.quantity for receipt in in_time), Decimal(0)):
        late = [receipt.received_on for receipt in own if receipt.received_on > posted_on]
        if late:
            raise NotAwaited(
                f"The {document} of {posted_on} is for goods that came on {min(late)}.",
                remedy=f"Date it {max(late)} or later.",
            )
    return in_time


def _unordered(plan: Sequence[PlannedLine], tolerances: Tolerances) -> Difference | None:
    """Expenses that nobody ordered, when they are more than is let through unseen."""
    allowed = tolerances.unordered_amount
    total = sum(
        (line.net_amount_base for line in plan if isinstance(line.given, ExpenseLine)), Decimal(0)
    )
    if allowed is None or total <= allowed:
        return None
    return Difference("no_order", allowed, total, total)
