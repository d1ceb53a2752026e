"""Which accounts move when money is applied, given back or given up, and with down-payments.

Down-payment asked     Dr 411 with VAT            Cr 4191 with VAT
Down-payment received  Dr 4191 with VAT           Cr 4191 ex VAT, Cr 44571 VAT: due from that day
Cash applied later     Dr 411 of the payment      Cr 411 of the invoice
Rebate                 Dr 709, Dr 44571           Cr 411
Refund                 Dr 411                     Cr 512
Written off            Dr 658, or Dr 654 and Dr 44571 of a bad debt      Cr 411
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from operations.erp.accounting.model import (
    BANK,
    BANK_JOURNAL,
    CUSTOMER_ADVANCES,
    OTHER_JOURNAL,
    RECEIVABLES,
    SALES_JOURNAL,
    TAX_COLLECTED,
    Entry,
    Posting,
)
from operations.erp.sales.exchange import Books
from operations.erp.sales.model import NOTHING, Amount
from operations.erp.sales.postings import entry_of, exchange_difference, line_of
from operations.erp.sales.taxes import Taxed

BAD_DEBTS: Final = "654"
SMALL_CHARGES: Final = "658"
SMALL_GAINS: Final = "758"


def advance_asked(
    number: str, on: dt.date, gross: Amount, customer_id: int, *, due_on: dt.date, books: Books
) -> Entry | None:
    """Money is asked for in advance: no revenue, and no VAT before it is paid."""
    postings = (
        line_of(
            RECEIVABLES, gross, books, customer_id=customer_id, reference=number, due_on=due_on
        ),
        line_of(CUSTOMER_ADVANCES, -gross, books, customer_id=customer_id),
    )
    return entry_of(SALES_JOURNAL, on, "invoice", number, postings, books=books)


def advance_received(
    gross: Amount, tax: Amount, tax_code: str | None, books: Books, customer_id: int
) -> tuple[Posting, ...]:
    """The advance was paid: its VAT is due, and what is kept of it is ex VAT."""
    return (
        line_of(CUSTOMER_ADVANCES, gross, books, customer_id=customer_id),
        line_of(CUSTOMER_ADVANCES, tax - gross, books, customer_id=customer_id, tax_code=tax_code),
        line_of(TAX_COLLECTED, -tax, books, tax_code=tax_code),
    )


def advance_cancelled(
    number: str,
    on: dt.date,
    customer_id: int,
    *,
    invoice_number: str,
    unpaid: Amount,
    paid: Amount,
    paid_tax: Amount,
    tax_code: str | None,
    books: Books,
) -> Entry | None:
    """What was not deducted of an advance is asked for no more; its VAT is due no more."""
    postings = (
        line_of(CUSTOMER_ADVANCES, unpaid, books, customer_id=customer_id),
        line_of(
            CUSTOMER_ADVANCES,
            paid - paid_tax,
            books,
            customer_id=customer_id,
            tax_code=tax_code if paid_tax.document else None,
        ),
        line_of(TAX_COLLECTED, paid_tax, books, tax_code=tax_code),
        line_of(
            RECEIVABLES,
            -(unpaid + paid),
            books,
            customer_id=customer_id,
            reference=invoice_number,
        ),
    )
    return entry_of(SALES_JOURNAL, on, "credit_note", number, postings, books=books)


def applied(
    number: str,
    on: dt.date,
    used: Amount,
    settled: Sequence[tuple[str, Amount]],
    customer_id: int,
    *,
    tax_due: Sequence[Posting],
    books: Books,
) -> Entry | None:
    """Money that stood under the number of its payment settles invoices."""
    taken = sum((amount for _, amount in settled), NOTHING)
    postings = (
        line_of(RECEIVABLES, used, books, customer_id=customer_id, reference=number),
        *(
            line_of(RECEIVABLES, -amount, books, customer_id=customer_id, reference=reference)
            for reference, amount in settled
        ),
        exchange_difference(used.base - taken.base),
        *tax_due,
    )
    return entry_of(OTHER_JOURNAL, on, "cash_application", number, postings, books=books)


def rebated(
    number: str, on: dt.date, given: Sequence[Taxed], customer_id: int, *, books: Books
) -> Entry | None:
    """A share of what was bought is given back, with its VAT."""
    owed_less = sum((part.gross for part in given), NOTHING)
    postings = (
        *(
            line_of(account, amount, books, tax_code=part.code)
            for part in given
            for account, amount in part.sold.items()
        ),
        *(line_of(part.account, part.tax, books, tax_code=part.code) for part in given),
        line_of(RECEIVABLES, -owed_less, books, customer_id=customer_id, reference=number),
    )
    return entry_of(SALES_JOURNAL, on, "credit_note", number, postings, books=books)


def refunded(
    number: str,
    on: dt.date,
    given_back: Amount,
    cash_base: Decimal,
    customer_id: int,
    *,
    reference: str,
    books: Books,
) -> Entry | None:
    """Money went back to the customer, who had paid too much."""
    postings = (
        line_of(RECEIVABLES, given_back, books, customer_id=customer_id, reference=reference),
        line_of(BANK, Amount(-given_back.document, -cash_base), books),
        exchange_difference(given_back.base - cash_base),
    )
    return entry_of(BANK_JOURNAL, on, "refund", number, postings, books=books)


def written_off(
    number: str,
    on: dt.date,
    lost: Amount,
    tax: Decimal,
    customer_id: int,
    *,
    account_code: str,
    tax_code: str | None,
    books: Books,
) -> Entry | None:
    """Nobody will pay: a charge, less the VAT that the state gives back, under its own code."""
    postings = (
        Posting(account_code, debit=lost.base - tax, tax_code=tax_code),
        Posting(TAX_COLLECTED, debit=tax, tax_code=tax_code),
        line_of(RECEIVABLES, -lost, books, customer_id=customer_id, reference=number),
    )
    return entry_of(OTHER_JOURNAL, on, "write_off", number, postings, books=books)


def kept(
    number: str, on: dt.date, amount: Amount, customer_id: int, *, books: Books
) -> Entry | None:
    """A few cents too much were paid, and nobody claims them."""
    postings = (
        line_of(RECEIVABLES, amount, books, customer_id=customer_id, reference=number),
        Posting(SMALL_GAINS, credit=amount.base),
    )
    return entry_of(OTHER_JOURNAL, on, "write_off", number, postings, books=books)
