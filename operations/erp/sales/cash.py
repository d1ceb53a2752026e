"""Money of customers that settles nothing yet, applied to invoices later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, first
from operations.erp.accounting.commands import post_in_open
from operations.erp.accounting.lettering import letter_when_settled
from operations.erp.accounting.periods import require_open
from operations.erp.party.commands import customer
from operations.erp.sales import cash_postings
from operations.erp.sales.allocations import (
    allocated,
    letter_settled,
    tax_due,
    write_allocations,
)
from operations.erp.sales.cash_errors import NotEnoughCash
from operations.erp.sales.errors import NoLines, TooEarly
from operations.erp.sales.exchange import books_of
from operations.erp.sales.model import ZERO, Amount
from operations.erp.sales.open_invoices import locked_invoices, require_allocation
from operations.erp.sales.payments import require_own
from operations.errors import NotFound


@dataclass(frozen=True)
class Cash:
    """A payment and what of it settles nothing yet."""

    payment_id: int
    payment_number: str
    company_id: int
    customer_id: int
    paid_on: dt.date
    currency_code: str
    amount: Decimal
    amount_base: Decimal
    unapplied: Decimal
    unapplied_base: Decimal

    @property
    def whole(self) -> Amount:
        """What was received."""
        return Amount(self.amount, self.amount_base)

    @property
    def left(self) -> Amount:
        """What is still the customer's."""
        return Amount(self.unapplied, self.unapplied_base)


def apply_cash(
    connection: Connection,
    *,
    payment_id: int,
    applied_on: dt.date,
    allocations: Mapping[int, Decimal],
) -> None:
    """Apply what is left of a payment to invoices, from a day on.

    Raises NotFound, NoLines, NotEnoughCash, ForeignInvoice, OverPayment, TooEarly, PeriodClosed.
    """
    cash = locked_cash(connection, payment_id)
    named = f"payment {cash.payment_number}"
    if not allocations:
        raise NoLines(f"application of {named}")
    if applied_on < cash.paid_on:
        raise TooEarly("application", applied_on, of=named, earliest=cash.paid_on)
    invoices = locked_invoices(connection, allocations)
    payer = customer(connection, cash.customer_id)
    for invoice_id, part in allocations.items():
        invoice = invoices[invoice_id]
        require_own(
            invoice, cash.customer_id, payer.customer_number, cash.currency_code, cash.company_id
        )
        require_allocation(invoice, part, applied_on)
    asked = sum(allocations.values(), ZERO)
    if asked > cash.unapplied:
        raise NotEnoughCash(named, asked=asked, left=cash.unapplied)
    require_open(
        connection, applied_on, document=f"application of {named}", company_id=cash.company_id
    )
    plan, left = allocated(cash.left, allocations, invoices, of=cash.whole)
    books = books_of(connection, company_id=cash.company_id, currency_code=cash.currency_code)
    entry = cash_postings.applied(
        cash.payment_number,
        applied_on,
        cash.left - left,
        [(part.invoice.invoice_number, part.settled) for part in plan],
        cash.customer_id,
        tax_due=tax_due(plan, books, cash.customer_id),
        books=books,
    )
    entry_id = None if entry is None else post_in_open(connection, entry)
    write_allocations(
        connection, payment_id=payment_id, applied_on=applied_on, plan=plan, entry_id=entry_id
    )
    letter_settled(connection, plan)
    if not left.document:
        letter_when_settled(
            connection,
            invoice_number=cash.payment_number,
            company_id=cash.company_id,
            customer_id=cash.customer_id,
        )


def locked_cash(connection: Connection, payment_id: int) -> Cash:
    """A payment, kept from others until the transaction ends. Raises NotFound."""
    connection.execute("select from erp.payments where payment_id = %s for update", [payment_id])
    found = first(
        connection,
        Cash,
        "select payment_id, payment_number, company_id, customer_id, paid_on, currency_code,"
        " payments.amount, payments.amount_base, unapplied.amount as unapplied,"
        " unapplied.amount_base as unapplied_base"
        " from erp.payments cross join lateral erp.unapplied(payment_id) as unapplied"
        " where payment_id = %s",
        [payment_id],
    )
    if found is None:
        raise NotFound("payment", payment_id)
    return found
