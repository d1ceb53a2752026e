"""Payments: money that arrived, allocated to invoices, never more than is owed of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, every, insert, insert_all
from operations.erp.accounting.commands import post_in_open
from operations.erp.accounting.lettering import letter_when_settled
from operations.erp.accounting.periods import require_open
from operations.erp.party.commands import customer
from operations.erp.sales import postings
from operations.erp.sales.errors import ForeignInvoice, NoLines, OverPayment, TooEarly
from operations.erp.sales.model import require_quantity
from operations.errors import NotFound
from operations.money import require_cents
from operations.numbering import next_number


@dataclass(frozen=True)
class OpenInvoice:
    """An invoice and what is still owed of it, with tax."""

    invoice_id: int
    invoice_number: str
    customer_id: int
    posted_on: dt.date
    currency_code: str
    owed: Decimal


def pay(
    connection: Connection,
    *,
    customer_id: int,
    paid_on: dt.date,
    allocations: Mapping[int, Decimal],
    currency_code: str = "EUR",
) -> int:
    """Record money from a customer, by invoice; the payment is their sum. Return its key."""
    payer = customer(connection, customer_id)
    if not allocations:
        raise NoLines(f"payment of customer {payer.customer_number}")
    invoices = _locked_invoices(connection, sorted(allocations))
    for invoice_id, amount in allocations.items():
        invoice = invoices.get(invoice_id)
        if invoice is None:
            raise NotFound("invoice", invoice_id)
        if invoice.customer_id != customer_id or invoice.currency_code != currency_code:
            raise ForeignInvoice(
                f"Invoice {invoice.invoice_number} is not one of customer "
                f"{payer.customer_number} in {currency_code}.",
                remedy="Allocate the payment to that customer's own invoices.",
            )
        require_allocation(invoice, amount, paid_on)
    require_open(connection, paid_on, document=f"payment of customer {payer.customer_number}")
    total = sum(allocations.values(), Decimal(0))
    number = next_number(connection, "payment")
    payment_id = insert(
        connection,
        "insert into erp.payments (payment_number, customer_id, paid_on, amount, currency_code)"
        " values (%s, %s, %s, %s, %s) returning payment_id",
        [number, customer_id, paid_on, total, currency_code],
    )
    insert_all(
        connection,
        "insert into erp.payment_allocations (payment_id, invoice_id, amount) values (%s, %s, %s)",
        [(payment_id, invoice_id, amount) for invoice_id, amount in allocations.items()],
    )
    by_invoice = {invoices[key].invoice_number: amount for key, amount in allocations.items()}
    entry = postings.paid(number, paid_on, by_invoice, customer_id)
    if entry is not None:
        post_in_open(connection, entry)
    for invoice_id, amount in allocations.items():
        if amount == invoices[invoice_id].owed:
            letter_when_settled(connection, invoice_number=invoices[invoice_id].invoice_number)
    return payment_id


def require_allocation(invoice: OpenInvoice, amount: Decimal, paid_on: dt.date) -> None:
    """An allocation is in cents, above zero, no more than is owed, and not before the invoice."""
    what = f"The payment of invoice {invoice.invoice_number}"
    require_quantity(amount, what=what)
    require_cents(amount, what=what)
    if amount > invoice.owed:
        raise OverPayment(invoice.invoice_number, asked=amount, owed=invoice.owed)
    if paid_on < invoice.posted_on:
        raise TooEarly(
            "payment", paid_on, of=f"invoice {invoice.invoice_number}", earliest=invoice.posted_on
        )


def _locked_invoices(connection: Connection, invoice_ids: Sequence[int]) -> dict[int, OpenInvoice]:
    """Invoices, kept from others until the transaction ends, in one order for all."""
    connection.execute(
        "select from erp.invoices where invoice_id = any(%s) order by invoice_id for update",
        [invoice_ids],
    )
    found = every(
        connection,
        OpenInvoice,
        "select invoice_id, invoice_number, customer_id, posted_on, currency_code,"
        " gross_amount"
        "  - coalesce((select sum(gross_amount) from erp.credit_notes as notes"
        "     where notes.invoice_id = invoices.invoice_id), 0)"
        "  - coalesce((select sum(amount) from erp.payment_allocations as paid"
        "     where paid.invoice_id = invoices.invoice_id), 0) as owed"
        " from erp.invoices where invoice_id = any(%s)",
        [invoice_ids],
    )
    return {invoice.invoice_id: invoice for invoice in found}
