"""Costs that goods bear beside their price, and that arrive late: freight, duties, insurance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

from operations.database.connection import Connection, every, insert
from operations.erp.purchasing import postings
from operations.erp.purchasing.errors import NoLines, NotTheirs, TooEarly
from operations.erp.purchasing.invoices import invoice
from operations.erp.purchasing.model import ExpenseLine, spread
from operations.erp.purchasing.ordered import locked_orders
from operations.erp.purchasing.revaluations import Change, Here, borne_here, revalue_stock
from operations.erp.purchasing.still_here import hold_goods
from operations.errors import InvalidValue, NotFound
from operations.numbering import next_number

Kind = Literal["freight", "customs", "insurance", "other"]
Basis = Literal["value", "quantity", "weight"]


@dataclass(frozen=True)
class Bearer:
    """A receipt line that bears a part: what of it did not go back, and what that cost."""

    receipt_line_id: int
    receipt_number: str
    company_id: int
    purchase_order_id: int
    received_on: dt.date
    product_id: int
    quantity: Decimal
    amount_base: Decimal


def add_landed_cost(
    connection: Connection,
    *,
    supplier_id: int,
    supplier_reference: str,
    posted_on: dt.date,
    net_amount: Decimal,
    kind: Kind,
    basis: Basis,
    receipt_line_ids: Sequence[int],
    weights: Mapping[int, Decimal] | None = None,
    is_taxed: bool = True,
    tax_amount: Decimal | None = None,
    due_on: dt.date | None = None,
    currency_code: str | None = None,
    exchange_rate: Decimal | None = None,
    company_id: int = 1,
) -> int:
    """Record the invoice of a carrier, customs or an insurer, borne by goods received before.

    Its amount ex VAT is spread by the value, the quantity or the ``weights`` (by receipt line) of
    what did not go back. The part of goods at average cost that are still here raises the stock;
    the rest stays in the cost of sales. Return the landed cost's key. Raises NoLines, NotTheirs,
    TooEarly, NotFound, InvalidValue, and what ``invoice`` raises.
    """
    document = f"landed cost {supplier_reference}"
    if kind not in get_args(Kind) or basis not in get_args(Basis):
        raise InvalidValue(
            f"The {document} is {kind!r} by {basis!r}.",
            remedy=f"Give one of {', '.join(get_args(Kind))}, by {', '.join(get_args(Basis))}.",
        )
    bearers = _bearers(connection, document, receipt_line_ids)
    _require_bearers(document, bearers, posted_on, company_id)
    hold_goods(connection, company_id=company_id, receipt_line_ids=receipt_line_ids)
    measures = [_measure(document, bearer, basis, weights or {}) for bearer in bearers]
    supplier_invoice_id = invoice(
        connection,
        supplier_id=supplier_id,
        supplier_reference=supplier_reference,
        posted_on=posted_on,
        lines=[
            ExpenseLine(postings.ANCILLARY_COSTS, net_amount, kind.capitalize(), is_taxed=is_taxed)
        ],
        due_on=due_on,
        tax_amount=tax_amount,
        currency_code=currency_code,
        exchange_rate=exchange_rate,
        company_id=company_id,
    )
    row = connection.execute(
        "select net_amount_base from erp.supplier_invoices where supplier_invoice_id = %s",
        [supplier_invoice_id],
    ).fetchone()
    amount = Decimal(0) if row is None else row[0]
    shares = spread(amount, measures)
    borne = borne_here(
        connection,
        [
            Change(bearer.receipt_line_id, bearer.quantity, share)
            for bearer, share in zip(bearers, shares, strict=True)
        ],
        company_id=company_id,
    )
    number = next_number(connection, "landed_cost", company_id)
    landed_cost_id = insert(
        connection,
        "insert into erp.landed_costs (landed_cost_number, company_id, supplier_invoice_id, kind,"
        " basis, posted_on, amount_base) values (%s, %s, %s, %s, %s, %s, %s)"
        " returning landed_cost_id",
        [number, company_id, supplier_invoice_id, kind, basis, posted_on, amount],
    )
    _allocate(connection, landed_cost_id, bearers, measures=measures, shares=shares, borne=borne)
    revalue_stock(connection, postings.Place(company_id, posted_on, "landed_cost", number), borne)
    return landed_cost_id


def _bearers(
    connection: Connection, document: str, receipt_line_ids: Sequence[int]
) -> list[Bearer]:
    """The receipt lines, their orders locked: nothing of them goes back meanwhile."""
    keys = list(dict.fromkeys(receipt_line_ids))
    if not keys:
        raise NoLines(document)
    rows = connection.execute(
        "select distinct purchase_order_id from erp.receipts join erp.receipt_lines"
        " using (receipt_id) where receipt_line_id = any(%s)",
        [keys],
    ).fetchall()
    locked_orders(connection, sorted(row[0] for row in rows))
    found = every(
        connection,
        Bearer,
        "select lines.receipt_line_id, receipts.receipt_number, receipts.company_id,"
        " receipts.purchase_order_id, receipts.received_on, lines.product_id,"
        " lines.quantity - coalesce(back.quantity, 0) as quantity,"
        " lines.amount_base * (lines.quantity - coalesce(back.quantity, 0))"
        "  / nullif(lines.quantity, 0) as amount_base"
        " from erp.receipt_lines as lines join erp.receipts using (receipt_id)"
        " left join lateral (select sum(quantity) as quantity"
        "  from erp.supplier_return_lines as returned"
        "  where returned.receipt_line_id = lines.receipt_line_id) as back on true"
        " where lines.receipt_line_id = any(%s) order by lines.receipt_line_id",
        [keys],
    )
    by_key = {bearer.receipt_line_id: bearer for bearer in found}
    for key in keys:
        if key not in by_key:
            raise NotFound("receipt line", key)
    return [by_key[key] for key in keys]


def _require_bearers(
    document: str, bearers: Sequence[Bearer], posted_on: dt.date, company_id: int
) -> None:
    for bearer in bearers:
        of = f"receipt {bearer.receipt_number}"
        if bearer.company_id != company_id:
            raise NotTheirs(
                f"The {document} of company {company_id} is not borne by {of} of company "
                f"{bearer.company_id}.",
                remedy="Name receipts of the same company.",
            )
        if posted_on < bearer.received_on:
            raise TooEarly("landed cost", posted_on, of=of, earliest=bearer.received_on)
        if not bearer.quantity:
            raise InvalidValue(
                f"Of a line of {of} nothing was kept: it cannot bear the {document}.",
                remedy="Name lines of which goods were kept.",
            )


def _measure(
    document: str, bearer: Bearer, basis: Basis, weights: Mapping[int, Decimal]
) -> Decimal:
    """By how much a line bears of it: its value, its quantity or its weight."""
    measure = {
        "value": bearer.amount_base,
        "quantity": bearer.quantity,
        "weight": weights.get(bearer.receipt_line_id, Decimal(0)),
    }[basis]
    if measure <= 0:
        raise InvalidValue(
            f"A line of receipt {bearer.receipt_number} has no {basis} to bear the {document} by.",
            remedy="Give its weight, or spread the cost by another basis.",
        )
    return measure


def _allocate(
    connection: Connection,
    landed_cost_id: int,
    bearers: Sequence[Bearer],
    *,
    measures: Sequence[Decimal],
    shares: Sequence[Decimal],
    borne: Sequence[Here],
) -> None:
    connection.execute(
        "insert into erp.landed_cost_allocations (landed_cost_id, receipt_line_id, product_id,"
        " basis_measure, quantity_on_hand, quantity_left, amount_base, stock_amount_base,"
        " cost_amount_base)"
        " select %s, receipt_line, product, measure, here, quantity - here, amount, stock,"
        "  amount - stock"
        " from unnest(%s::bigint[], %s::bigint[], %s::numeric[], %s::numeric[], %s::numeric[],"
        "  %s::numeric[], %s::numeric[])"
        "  as given (receipt_line, product, measure, here, quantity, amount, stock)",
        [
            landed_cost_id,
            [bearer.receipt_line_id for bearer in bearers],
            [bearer.product_id for bearer in bearers],
            list(measures),
            [part.here for part in borne],
            [bearer.quantity for bearer in bearers],
            list(shares),
            [part.stock_amount_base for part in borne],
        ],
    )
