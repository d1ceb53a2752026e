"""Which accounts a sale moves: pure, from a document's amounts to its journal entries.

Sales     Dr 411 customers       Cr 707 sales, Cr 44571 VAT
Cost      Dr 6037 stock change   Cr 37 goods
Payment   Dr 512 bank            Cr 411 customers
A credit note moves the same accounts on the other side. A document worth nothing has no entry.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from operations.erp.accounting.model import (
    BANK,
    BANK_JOURNAL,
    RECEIVABLES,
    SALES,
    SALES_JOURNAL,
    STOCK,
    STOCK_CHANGE,
    STOCK_JOURNAL,
    TAX_COLLECTED,
    Entry,
    Posting,
    reversed_sides,
    without_zeros,
)
from operations.erp.sales.model import Totals


def invoiced(number: str, on: dt.date, totals: Totals, customer_id: int) -> Entry | None:
    """The customer owes; the sale and its tax are earned."""
    return _entry(SALES_JOURNAL, on, "invoice", number, _sale(totals, customer_id, number))


def credited(
    number: str, on: dt.date, totals: Totals, customer_id: int, *, invoice_number: str
) -> Entry | None:
    """The customer owes less of an invoice."""
    postings = reversed_sides(_sale(totals, customer_id, invoice_number))
    return _entry(SALES_JOURNAL, on, "credit_note", number, postings)


def delivered(number: str, on: dt.date, cost: Decimal) -> Entry | None:
    """Goods left the stock at their cost."""
    return _entry(STOCK_JOURNAL, on, "delivery", number, _issue(cost))


def returned(number: str, on: dt.date, cost: Decimal) -> Entry | None:
    """Goods came back at the cost at which they had left."""
    return _entry(STOCK_JOURNAL, on, "credit_note", number, reversed_sides(_issue(cost)))


def paid(
    number: str, on: dt.date, by_invoice: Mapping[str, Decimal], customer_id: int
) -> Entry | None:
    """Money arrived from the customer: one line for each invoice, which may then be lettered."""
    postings = (
        Posting(BANK, debit=sum(by_invoice.values(), Decimal(0))),
        *(
            Posting(RECEIVABLES, credit=amount, customer_id=customer_id, reference=invoice_number)
            for invoice_number, amount in by_invoice.items()
        ),
    )
    return _entry(BANK_JOURNAL, on, "payment", number, postings)


def _sale(totals: Totals, customer_id: int, invoice_number: str) -> tuple[Posting, ...]:
    return (
        Posting(
            RECEIVABLES,
            debit=totals.gross_amount,
            customer_id=customer_id,
            reference=invoice_number,
        ),
        Posting(SALES, credit=totals.net_amount),
        Posting(TAX_COLLECTED, credit=totals.tax_amount),
    )


def _issue(cost: Decimal) -> tuple[Posting, ...]:
    return (Posting(STOCK_CHANGE, debit=cost), Posting(STOCK, credit=cost))


def _entry(
    journal: str, on: dt.date, document_type: str, number: str, postings: tuple[Posting, ...]
) -> Entry | None:
    said = without_zeros(postings)
    if not said:
        return None
    title = document_type.replace("_", " ").capitalize()
    return Entry(journal, on, document_type, number, f"{title} {number}", said)
