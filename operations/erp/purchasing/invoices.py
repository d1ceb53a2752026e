"""Supplier invoices: matched with orders and receipts, posted whole, blocked where they differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from operations.database.connection import Connection
from operations.erp.accounting.commands import post_in_open
from operations.erp.accounting.model import PURCHASE_JOURNAL, Posting
from operations.erp.purchasing import invoice_rows, postings
from operations.erp.purchasing.awaiting import open_receipts
from operations.erp.purchasing.errors import NoLines, NotTheirs
from operations.erp.purchasing.invoice_plan import Basis, PlannedLine, charges, planned
from operations.erp.purchasing.matching import Difference
from operations.erp.purchasing.model import ExpenseLine, GoodsLine
from operations.erp.purchasing.ordered import Order, OrderedLine, order_lines, orders_of_lines
from operations.erp.purchasing.paper import Discount, Paper, paper
from operations.erp.purchasing.revaluations import Change, borne_here, revalue_stock
from operations.erp.purchasing.taxes import (
    Taxed,
    as_stated,
    charged,
    charged_base,
    purchase_taxes,
    taxed,
)
from operations.erp.purchasing.tolerances import Tolerances, tolerances_of
from operations.errors import NotFound
from operations.money import require_cents, to_cents
from operations.numbering import next_number


def invoice(
    connection: Connection,
    *,
    supplier_id: int,
    supplier_reference: str,
    posted_on: dt.date,
    lines: Sequence[GoodsLine | ExpenseLine],
    invoiced_on: dt.date | None = None,
    due_on: dt.date | None = None,
    discount: Discount | None = None,
    tax_amount: Decimal | None = None,
    currency_code: str | None = None,
    exchange_rate: Decimal | None = None,
    company_id: int = 1,
) -> int:
    """Record the invoice of a supplier; return its key.

    ``supplier_reference`` is its number on the paper, ``tax_amount`` the VAT there (computed when
    not given). The currency is the orders', or the supplier's; due day and discount are by the
    supplier's terms where none are given. What differs from orders and
    receipts by more than is tolerated goes to the queue (``match_exceptions``), and the invoice is
    not paid before that is settled. Raises DuplicateReference, NotTheirs, NotAwaited, NoLines,
    TooEarly, NotFound, InvalidValue, NoRate, PeriodClosed.
    """
    goods = [line for line in lines if isinstance(line, GoodsLine)]
    orders, ordered = _ordered(connection, goods)
    head = paper(
        connection,
        company_id=company_id,
        supplier_id=supplier_id,
        reference=supplier_reference,
        posted_on=posted_on,
        invoiced_on=invoiced_on,
        due_on=due_on,
        discount=discount,
        currency_code=currency_code or next((order.currency_code for order in orders), None),
        exchange_rate=exchange_rate,
    )
    if not lines:
        raise NoLines(head.document)
    _require_theirs(head, orders)
    invoice_rows.require_accounts(
        connection, [line for line in lines if isinstance(line, ExpenseLine)]
    )
    basis = _basis(connection, head, ordered, lines)
    plan, differences = planned(head.document, lines, basis)
    parts = taxed(
        ((line.tax, line.given.net_amount, line.net_amount_base) for line in plan),
        head.exchange_rate,
    )
    if tax_amount is not None:
        require_cents(tax_amount, what=f"The VAT of {head.document}")
        differences += _tax_difference(parts, tax_amount, head, basis.tolerances)
        parts = as_stated(parts, tax_amount, head.exchange_rate, document=head.document)
    return _write(connection, head, plan, parts, differences)


def _write(
    connection: Connection,
    head: Paper,
    plan: Sequence[PlannedLine],
    parts: Sequence[Taxed],
    differences: Sequence[Difference],
) -> int:
    # Stock before numbers: who sells these goods holds them and waits for the entry's number.
    borne = borne_here(
        connection,
        [
            Change(part.receipt_line_id, part.quantity, part.difference_base)
            for line in plan
            for part in line.matched.parts
            if part.difference_base
        ],
        company_id=head.company_id,
    )
    number = next_number(connection, "supplier_invoice", head.company_id)
    net = sum((line.given.net_amount for line in plan), Decimal(0))
    net_base = sum((line.net_amount_base for line in plan), Decimal(0))
    gross = net + charged(parts)
    gross_base = net_base + charged_base(parts)
    supplier_invoice_id = invoice_rows.insert_head(
        connection,
        head,
        number=number,
        net=(net, net_base),
        tax=(charged(parts), charged_base(parts)),
    )
    keys = invoice_rows.insert_lines(connection, supplier_invoice_id, plan)
    invoice_rows.insert_matches(connection, keys, plan, borne, on=head.posted_on)
    invoice_rows.insert_differences(
        connection, supplier_invoice_id, keys, differences, on=head.posted_on
    )
    place = postings.Place(head.company_id, head.posted_on, "supplier_invoice", number)
    owed = postings.Owed(
        head.seller.supplier_id,
        number,
        gross_base,
        head.currency_code if head.is_foreign else None,
        gross if head.is_foreign else None,
    )
    lines: list[Posting] = [*charges(plan)]
    for part in parts:
        lines += part.tax.lines_of(part.posted_amount_base)
    entry = postings.entry(PURCHASE_JOURNAL, place, [*lines, owed.posting()])
    if entry is not None:
        post_in_open(connection, entry)
    revalue_stock(connection, place, borne)
    return supplier_invoice_id


def _basis(
    connection: Connection,
    head: Paper,
    ordered: dict[int, OrderedLine],
    lines: Sequence[GoodsLine | ExpenseLine],
) -> Basis:
    products = [line.product_id for line in ordered.values()]
    expenses: list[int | None] = [None] if any(isinstance(x, ExpenseLine) for x in lines) else []
    return Basis(
        ordered=ordered,
        receipts=open_receipts(connection, list(ordered)),
        taxes=purchase_taxes(
            connection,
            company_id=head.company_id,
            seller=head.seller,
            product_ids=[*products, *expenses],
            on=head.posted_on,
        ),
        tolerances=tolerances_of(
            connection, supplier_id=head.seller.supplier_id, company_id=head.company_id
        ),
        exchange_rate=head.exchange_rate,
        posted_on=head.posted_on,
    )


def _ordered(
    connection: Connection, goods: Sequence[GoodsLine]
) -> tuple[list[Order], dict[int, OrderedLine]]:
    """The orders that are invoiced, locked, and their lines."""
    wanted = sorted({line.purchase_order_line_id for line in goods})
    if not wanted:
        return [], {}
    orders = orders_of_lines(connection, wanted)
    lines = {line.purchase_order_line_id: line for line in order_lines(connection, orders)}
    for key in wanted:
        if key not in lines:
            raise NotFound("purchase order line", key)
    return orders, {key: lines[key] for key in wanted}


def _require_theirs(head: Paper, orders: Sequence[Order]) -> None:
    for order in orders:
        if (order.supplier_id, order.company_id, order.currency_code) != (
            head.seller.supplier_id,
            head.company_id,
            head.currency_code,
        ):
            raise NotTheirs(
                f"Order {order.purchase_order_number} is not one of supplier "
                f"{head.seller.supplier_number} in {head.currency_code}: {head.document} "
                "is not for it.",
                remedy="Invoice the orders of that supplier, in their currency.",
            )


def _tax_difference(
    parts: Sequence[Taxed], stated: Decimal, head: Paper, tolerances: Tolerances
) -> list[Difference]:
    computed = charged(parts)
    if abs(stated - computed) <= tolerances.tax_amount:
        return []
    at_stake = to_cents((stated - computed) * head.exchange_rate)
    return [Difference("tax", computed, stated, at_stake)]
