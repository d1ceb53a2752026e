"""Sales of a month that are invoiced later: accrued on its last day, undone on the next.

Goods leave the stock at their cost when they are delivered, so their sale belongs to the same
month. Purchases need no accrual: a receipt posts what is not invoiced to 4081 by itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from operations.database.connection import Connection, insert
from operations.erp.accounting.commands import post_in_open
from operations.erp.accounting.errors import AlreadyDone
from operations.erp.accounting.model import (
    OTHER_JOURNAL,
    SALES_TO_INVOICE,
    TAX_TO_INVOICE,
    Entry,
    Posting,
    reversed_sides,
    without_zeros,
)
from operations.erp.accounting.periods import LOCK, month_span, require_open
from operations.erp.closing.to_invoice import NOTHING, ToInvoice, to_invoice


def accrue(connection: Connection, *, month: dt.date, company_id: int = 1) -> int | None:
    """Post what is to be invoiced at a month's end, and what undoes it the day after.

    Return the accrual's key; None when all was invoiced. Raises AlreadyDone, PeriodClosed, NoRate,
    NoTaxCode.
    """
    # What is posted meanwhile would be in some sums and not in others.
    connection.execute(LOCK)
    start, end = month_span(month)
    document = f"accrual of {start:%Y-%m}"
    require_open(connection, end, document=document, company_id=company_id)
    after = end + dt.timedelta(days=1)
    require_open(connection, after, document=f"reversal of the {document}", company_id=company_id)
    if accrued(connection, month=start, company_id=company_id, lock=True):
        raise AlreadyDone(
            f"Sales to be invoiced were accrued for {start:%Y-%m} already.",
            remedy="Nothing is to be done; what is delivered since is accrued next month.",
        )
    orders = to_invoice(connection, on=end, company_id=company_id)
    if not orders:
        return None
    entry = Entry(
        OTHER_JOURNAL,
        end,
        "accrual",
        f"FAE{'' if company_id == 1 else f'{company_id}-'}{start:%Y%m}",
        f"Factures à établir {start:%Y-%m}",
        _postings(orders),
        company_id,
    )
    reversal = replace(
        entry,
        posted_on=after,
        description=f"Extourne, {entry.description}",
        postings=reversed_sides(entry.postings),
    )
    keys = [post_in_open(connection, each) for each in (entry, reversal)]
    return _write(connection, company_id, start, keys, orders)


def accrued(
    connection: Connection, *, month: dt.date, company_id: int = 1, lock: bool = False
) -> bool:
    """Whether a month's sales to be invoiced were accrued; ``lock`` keeps others from doing it."""
    if lock:
        connection.execute(
            "select from erp.companies where company_id = %s for no key update", [company_id]
        )
    row = connection.execute(
        "select from erp.accruals where company_id = %s and month = %s",
        [company_id, month.replace(day=1)],
    ).fetchone()
    return row is not None


def _postings(orders: Iterable[ToInvoice]) -> tuple[Posting, ...]:
    """4181 by customer and order; the tax is not due before the invoice, so on 44587."""
    found = list(orders)
    sold: dict[str, Decimal] = {}
    for each in found:
        for account, amount in each.sold_base.items():
            sold[account] = sold.get(account, NOTHING) + amount
    return without_zeros(
        [
            *(
                Posting(
                    SALES_TO_INVOICE,
                    debit=each.net_amount_base + each.tax_amount_base,
                    customer_id=each.customer_id,
                    reference=each.order_number,
                )
                for each in found
            ),
            *(Posting(account, credit=amount) for account, amount in sorted(sold.items())),
            Posting(TAX_TO_INVOICE, credit=sum((each.tax_amount_base for each in found), NOTHING)),
        ]
    )


def _write(
    connection: Connection,
    company_id: int,
    month: dt.date,
    entry_ids: Sequence[int],
    orders: Sequence[ToInvoice],
) -> int:
    key = insert(
        connection,
        "insert into erp.accruals (company_id, month, entry_id, reversal_entry_id, net_amount,"
        " tax_amount) values (%s, %s, %s, %s, %s, %s) returning accrual_id",
        [
            company_id,
            month,
            *entry_ids,
            sum((each.net_amount_base for each in orders), NOTHING),
            sum((each.tax_amount_base for each in orders), NOTHING),
        ],
    )
    connection.execute(
        "insert into erp.accrual_lines (accrual_id, order_id, customer_id, currency_code,"
        " exchange_rate, net_amount, net_amount_base, tax_amount_base)"
        " select %s, * from unnest(%s::bigint[], %s::bigint[], %s::text[], %s::numeric[],"
        "  %s::numeric[], %s::numeric[], %s::numeric[])",
        [
            key,
            [each.order_id for each in orders],
            [each.customer_id for each in orders],
            [each.currency_code for each in orders],
            [each.exchange_rate for each in orders],
            [each.net_amount for each in orders],
            [each.net_amount_base for each in orders],
            [each.tax_amount_base for each in orders],
        ],
    )
    return key
