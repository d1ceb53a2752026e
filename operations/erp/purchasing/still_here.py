"""How much of a receipt is still in the stock: first in, first out, whatever the valuation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from operations.database.connection import Connection, every
from operations.erp.purchasing.kinds import bears_real_cost
from operations.money import to_cents


@dataclass(frozen=True)
class Kept:
    """A receipt line: what of it did not go back, what came after it, and what there is now."""

    receipt_line_id: int
    product_id: int
    quantity: Decimal
    later: Decimal
    on_hand: Decimal
    worth: Decimal
    kind: str
    valuation: str


@dataclass(frozen=True)
class Share:
    """What did not go back of a receipt line, and how much of that is in the stock.

    ``worth`` is what the stock holds of its product, in all.
    """

    product_id: int
    quantity: Decimal
    here: Decimal
    worth: Decimal
    bears_cost: bool

    def part_of(self, quantity: Decimal) -> Decimal:
        """How much of ``quantity`` of the line is here, in the proportion of all of it."""
        if not self.quantity:
            return Decimal(0)
        return (quantity * self.here / self.quantity).quantize(Decimal("0.0001"), ROUND_HALF_UP)

    def stock_part(self, amount: Decimal) -> Decimal:
        """The part of a later cost that the stock bears: none at standard cost."""
        if not self.quantity or not self.bears_cost:
            return Decimal(0)
        return to_cents(amount * self.here / self.quantity)


def shares_here(
    connection: Connection, *, company_id: int, receipt_line_ids: Sequence[int]
) -> dict[int, Share]:
    """How much of each receipt line is here: what is on hand is what came last.

    Nothing leaves the stock of these products meanwhile: it is held until the transaction ends.
    """
    kept = every(
        connection,
        Kept,
        "with kept as (select lines.receipt_line_id, lines.product_id, receipts.company_id,"
        "  lines.quantity - coalesce((select sum(quantity) from erp.supplier_return_lines as back"
        "   where back.receipt_line_id = lines.receipt_line_id), 0) as quantity"
        "  from erp.receipt_lines as lines join erp.receipts using (receipt_id)"
        "  where lines.product_id in (select product_id from erp.receipt_lines"
        "   where receipt_line_id = any(%(keys)s))"
        "   and lines.receipt_line_id >= %(first)s and receipts.company_id = %(company)s)"
        " select wanted.receipt_line_id, wanted.product_id, wanted.quantity,"
        "  coalesce((select sum(after.quantity) from kept as after"
        "   where after.product_id = wanted.product_id"
        "    and after.receipt_line_id > wanted.receipt_line_id), 0) as later,"
        "  coalesce(held.quantity, 0) as on_hand,"
        "  coalesce(held.value_amount, 0) as worth, products.kind, products.valuation"
        " from kept as wanted join erp.products using (product_id)"
        " left join erp.hold_stock(%(company)s, array("
        "   select distinct came.product_id from erp.receipt_lines as came"
        "   join erp.products using (product_id)"
        "   where came.receipt_line_id = any(%(keys)s) and products.kind <> 'service')) as held"
        "  on held.product_id = wanted.product_id"
        " where wanted.receipt_line_id = any(%(keys)s)",
        {
            "keys": list(receipt_line_ids),
            "first": min(receipt_line_ids, default=0),
            "company": company_id,
        },
    )
    return {line.receipt_line_id: share_of_stock(line) for line in kept}


def hold_goods(connection: Connection, *, company_id: int, receipt_line_ids: Sequence[int]) -> None:
    """Hold the stock of what came, before a document takes numbers that others wait for."""
    connection.execute(
        "select from erp.hold_stock(%s, array(select distinct product_id from erp.receipt_lines"
        " join erp.products using (product_id)"
        " where receipt_line_id = any(%s) and kind <> 'service'))",
        [company_id, list(receipt_line_ids)],
    )


def share_of_stock(line: Kept) -> Share:
    """What came last is here; what came before it left first."""
    left_for_it = line.on_hand - line.later
    return Share(
        line.product_id,
        line.quantity,
        min(max(left_for_it, Decimal(0)), line.quantity),
        line.worth,
        bears_real_cost(line.kind, line.valuation),
    )
