"""Payments: money that arrived, allocated to invoices, never more than is owed of each.

What is for no invoice yet stays the customer's: ``cash.py`` applies it later, or gives it back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from operations.database.connection import Connection, insert
from operations.erp.accounting.commands import post_in_open
from operations.erp.accounting.periods import require_open
from operations.erp.party.commands import customer
from operations.erp.sales import postings
from operations.erp.sales.allocations import allocated, letter_settled, tax_due, write_allocations
from operations.erp.sales.cash_errors import NotEnoughCash
from operations.erp.sales.errors import ForeignInvoice, NoLines
from operations.erp.sales.exchange import rate_into_books
from operations.erp.sales.model import ZERO, at_rate, require_quantity
from operations.erp.sales.open_invoices import OpenInvoice, locked_invoices, require_allocation
from operations.money import require_cents
from operations.numbering import next_number


def pay(
    connection: Connection,
    *,
    customer_id: int,
    paid_on: dt.date,
    allocations: Mapping[int, Decimal],
    currency_code: str = "EUR",
    amount: Decimal | None = None,
    company_id: int = 1,
    exchange_rate: Decimal | None = None,
) -> int:
    """Record money from a customer, by invoice; return the payment's key.

    ``amount`` is what arrived; without it, the sum of the allocations. What is not allocated
    stays the customer's. ``exchange_rate`` is the bank's; without it, that of the day.
    """
    payer = customer(connection, customer_id)
    what = f"payment of customer {payer.customer_number}"
    if not allocations and amount is None:
        raise NoLines(what)
    used = sum(allocations.values(), ZERO)
    received = used if amount is None else amount
    invoices = locked_invoices(connection, allocations)
    for invoice_id, part in allocations.items():
        invoice = invoices[invoice_id]
        require_own(invoice, customer_id, payer.customer_number, currency_code, company_id)
        require_allocation(invoice, part, paid_on)
    require_quantity(received, what=f"The {what}")
    require_cents(received, what=f"The {what}")
    if used > received:
        raise NotEnoughCash(what, asked=used, left=received)
    require_open(connection, paid_on, document=what, company_id=company_id)
    books, rate = rate_into_books(
        connection,
        company_id=company_id,
        currency_code=currency_code,
        on=paid_on,
        given=exchange_rate,
    )
    cash = at_rate(received, rate)
    plan, unapplied = allocated(cash, allocations, invoices, of=cash)
    number = next_number(connection, "payment", company_id)
    payment_id = insert(
        connection,
        "insert into erp.payments (company_id, payment_number, customer_id, paid_on, amount,"
        " currency_code, exchange_rate, amount_base) values (%s, %s, %s, %s, %s, %s, %s, %s)"
        " returning payment_id",
        [
            company_id,
            number,
            customer_id,
            paid_on,
            received,
            currency_code,
            rate,
            cash.base,
        ],
    )
    write_allocations(connection, payment_id=payment_id, applied_on=paid_on, plan=plan)
    entry = postings.paid(
        number,
        paid_on,
        {part.invoice.invoice_number: part.settled.document for part in plan},
        customer_id,
        bases={part.invoice.invoice_number: part.settled.base for part in plan},
        received_base=cash.base,
        unapplied=unapplied,
        tax_due=tax_due(plan, books, customer_id),
        books=books,
    )
    if entry is not None:
        post_in_open(connection, entry)
    letter_settled(connection, plan)
    return payment_id


def require_own(
    invoice: OpenInvoice,
    customer_id: int,
    customer_number: str,
    currency_code: str,
    company_id: int,
) -> None:
    """An invoice is settled by its own customer, in its currency, in its company's books."""
    if (invoice.customer_id, invoice.currency_code, invoice.company_id) != (
        customer_id,
        currency_code,
        company_id,
    ):
        raise ForeignInvoice(
            f"Invoice {invoice.invoice_number} is not one of customer "
            f"{customer_number} in {currency_code}.",
            remedy="Allocate the payment to that customer's own invoices.",
        )
