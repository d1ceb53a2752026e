"""Which accounts a sale moves: pure, from a document's amounts to its journal entries.

Sales         Dr 411 customers          Cr 70 sales, Cr 7085 freight, Cr 44571 VAT
Payment       Dr 512 bank               Cr 411 customers
Which account of 70 it is says the kind of what was sold (``revenue.py``).
A credit note moves the same accounts on the other side. A document worth nothing has no entry.
What goods cost is posted by the stock, when they leave and when they come back.
Down-payments, and what becomes of money and debts afterwards, are in ``cash_postings.py``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from operations.erp.accounting.model import (
    BANK,
    BANK_JOURNAL,
    CUSTOMER_ADVANCES,
    GOODS_NOT_INVOICED,
    OTHER_JOURNAL,
    RECEIVABLES,
    SALES_JOURNAL,
    TAX_COLLECTED,
    Entry,
    Posting,
    reversed_sides,
    without_zeros,
)
from operations.erp.sales.exchange import HOME, Books
from operations.erp.sales.model import NOTHING, Amount, Deduction, Totals
from operations.erp.sales.taxes import Taxed, untaxed_code

FREIGHT_PAID: Final = "6242"
FREIGHT_BILLED: Final = "7085"
EXCHANGE_LOSS: Final = "656"
EXCHANGE_GAIN: Final = "756"


def invoiced(
    number: str,
    on: dt.date,
    sold: Totals | Sequence[Taxed],
    customer_id: int,
    *,
    deducted: Sequence[Deduction] = (),
    due_on: dt.date | None = None,
    books: Books = HOME,
) -> Entry | None:
    """The customer owes what he has not paid in advance; the sale and its tax are earned.

    ``sold`` says it by code of VAT; in company currency it may say it without.
    """
    parts = [untaxed_code(sold)] if isinstance(sold, Totals) else sold
    owed = sum((part.gross for part in parts), NOTHING)
    for less in deducted:
        owed -= less.owed_less
    postings = (
        line_of(RECEIVABLES, owed, books, customer_id=customer_id, reference=number, due_on=due_on),
        *(
            line_of(
                CUSTOMER_ADVANCES,
                less.net,
                books,
                customer_id=customer_id,
                tax_code=less.tax_code,
            )
            for less in deducted
        ),
        *_earned(parts, deducted, books),
        exchange_difference(sum((less.exchange_gain for less in deducted), Decimal(0))),
    )
    return entry_of(SALES_JOURNAL, on, "invoice", number, postings, books=books)


def credited(
    number: str,
    on: dt.date,
    given: Totals | Sequence[Taxed],
    customer_id: int,
    *,
    invoice_number: str,
    books: Books = HOME,
) -> Entry | None:
    """The customer owes less of an invoice."""
    parts = [untaxed_code(given)] if isinstance(given, Totals) else given
    gross = sum((part.gross for part in parts), NOTHING)
    postings = (
        line_of(RECEIVABLES, gross, books, customer_id=customer_id, reference=invoice_number),
        *_earned(parts, (), books),
    )
    return entry_of(SALES_JOURNAL, on, "credit_note", number, reversed_sides(postings), books=books)


def freight_awaited(
    number: str, on: dt.date, cost: Decimal, *, books: Books = HOME
) -> Entry | None:
    """A carrier took the goods, and his invoice will come: purchasing posts it against 4081."""
    postings = (Posting(FREIGHT_PAID, debit=cost), Posting(GOODS_NOT_INVOICED, credit=cost))
    return entry_of(OTHER_JOURNAL, on, "delivery", number, postings, books=books)


def paid(
    number: str,
    on: dt.date,
    by_invoice: Mapping[str, Decimal],
    customer_id: int,
    *,
    bases: Mapping[str, Decimal] | None = None,
    received_base: Decimal | None = None,
    unapplied: Amount = NOTHING,
    tax_due: Sequence[Posting] = (),
    books: Books = HOME,
) -> Entry | None:
    """Money arrived from the customer: one line for each invoice, which may then be lettered.

    What is for no invoice yet stays the customer's, under the payment's own number. ``bases`` is
    what the invoices are owed less in company currency, ``received_base`` what the bank received.
    ``tax_due`` are lines of the VAT that the payment of a down-payment makes due.
    """
    settled = {
        invoice_number: Amount(amount, amount if bases is None else bases[invoice_number])
        for invoice_number, amount in by_invoice.items()
    }
    used = sum(settled.values(), NOTHING) + unapplied
    cash = used if received_base is None else Amount(used.document, received_base)
    postings = (
        line_of(BANK, cash, books),
        *(
            line_of(RECEIVABLES, -amount, books, customer_id=customer_id, reference=reference)
            for reference, amount in (*settled.items(), (number, unapplied))
        ),
        exchange_difference(cash.base - used.base),
        *tax_due,
    )
    return entry_of(BANK_JOURNAL, on, "payment", number, postings, books=books)


def line_of(
    account_code: str,
    amount: Amount,
    books: Books,
    *,
    customer_id: int | None = None,
    reference: str | None = None,
    tax_code: str | None = None,
    due_on: dt.date | None = None,
) -> Posting:
    """An amount on its side, debit above zero, with the document's own in another currency."""
    foreign = books.currency_code
    return Posting(
        account_code,
        debit=max(amount.base, Decimal(0)),
        credit=max(-amount.base, Decimal(0)),
        customer_id=customer_id,
        reference=reference,
        currency_code=foreign,
        document_amount=None if foreign is None else amount.document,
        tax_code=tax_code,
        due_on=due_on,
    )


def exchange_difference(gain: Decimal) -> Posting:
    """What the rate of two days made of the same money: a gain above zero, a loss below."""
    if gain < 0:
        return Posting(EXCHANGE_LOSS, debit=-gain)
    return Posting(EXCHANGE_GAIN, credit=gain)


def entry_of(
    journal: str,
    on: dt.date,
    document_type: str,
    number: str,
    postings: tuple[Posting, ...],
    *,
    books: Books,
) -> Entry | None:
    """The entry of a document, unless it says nothing."""
    said = without_zeros(postings)
    if not said:
        return None
    title = document_type.replace("_", " ").capitalize()
    return Entry(
        journal, on, document_type, number, f"{title} {number}", said, company_id=books.company_id
    )


def _earned(parts: Sequence[Taxed], deducted: Sequence[Deduction], books: Books) -> list[Posting]:
    """Sales, freight and tax by account and code; VAT due by a down-payment is not due again."""
    due: dict[tuple[str, str | None], Amount] = {}
    for part in parts:
        due[part.account, part.code] = due.get((part.account, part.code), NOTHING) + part.tax
    for less in deducted:
        key = (TAX_COLLECTED, less.tax_code)
        due[key] = due.get(key, NOTHING) - less.tax
    return [
        *(
            line_of(account, -amount, books, tax_code=part.code)
            for part in parts
            for account, amount in sorted(part.sold.items())
        ),
        *(line_of(FREIGHT_BILLED, -part.freight, books, tax_code=part.code) for part in parts),
        *(line_of(account, -tax, books, tax_code=code) for (account, code), tax in due.items()),
    ]
