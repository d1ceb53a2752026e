"""How money settles invoices: what it takes off each, and what the exchange made of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection
from operations.erp.accounting.lettering import letter_when_settled
from operations.erp.accounting.model import Posting
from operations.erp.sales.cash_postings import advance_received
from operations.erp.sales.exchange import Books
from operations.erp.sales.model import Amount
from operations.erp.sales.open_invoices import OpenInvoice


@dataclass(frozen=True)
class Allocation:
    """A part of a payment and the invoice that it settles.

    ``cash`` is what that part is worth at the payment's rate, ``settled`` what it takes off the
    receivable at the invoice's; ``tax_due`` is VAT of a down-payment that its payment makes due.
    """

    invoice: OpenInvoice
    cash: Amount
    settled: Amount
    tax_due: Amount

    @property
    def exchange_gain(self) -> Decimal:
        """What the money is worth more than the receivable was; a loss is below zero."""
        return self.cash.base - self.settled.base


def allocated(
    cash: Amount,
    by_invoice: Mapping[int, Decimal],
    invoices: Mapping[int, OpenInvoice],
    *,
    of: Amount,
) -> tuple[list[Allocation], Amount]:
    """The allocations of ``cash``, what is left of a payment, and what is left after them.

    ``of`` is the payment whole: its parts bear its rate of exchange.
    """
    plan, left = [], cash
    for invoice_id, amount in by_invoice.items():
        invoice = invoices[invoice_id]
        part = left.part(amount, of=of)
        left -= part
        plan.append(
            Allocation(invoice, part, invoice.settled_by(amount), invoice.tax_due_with(amount))
        )
    return plan, left


def write_allocations(
    connection: Connection,
    *,
    payment_id: int,
    applied_on: dt.date,
    plan: Sequence[Allocation],
    entry_id: int | None = None,
) -> None:
    """Keep which part of a payment settles what, and since when."""
    connection.execute(
        "insert into erp.payment_allocations (payment_id, applied_on, entry_id, invoice_id,"
        " amount, amount_base, exchange_difference_amount, tax_due_amount)"
        " select %s, %s, %s, given.* from unnest(%s::bigint[], %s::numeric[], %s::numeric[],"
        "  %s::numeric[], %s::numeric[]) as given",
        [
            payment_id,
            applied_on,
            entry_id,
            [part.invoice.invoice_id for part in plan],
            [part.settled.document for part in plan],
            [part.settled.base for part in plan],
            [part.exchange_gain for part in plan],
            [part.tax_due.base for part in plan],
        ],
    )


def tax_due(plan: Sequence[Allocation], books: Books, customer_id: int) -> list[Posting]:
    """Lines of the VAT that becomes due with the payment of down-payments."""
    return [
        posting
        for part in plan
        if part.invoice.is_down_payment and part.tax_due.document
        for posting in advance_received(
            part.settled, part.tax_due, part.invoice.tax_code, books, customer_id
        )
    ]


def letter_settled(connection: Connection, plan: Sequence[Allocation]) -> None:
    """Letter the invoices of which nothing is owed any more."""
    for part in plan:
        if part.settled.document == part.invoice.owed:
            letter_when_settled(
                connection,
                invoice_number=part.invoice.invoice_number,
                company_id=part.invoice.company_id,
                customer_id=part.invoice.customer_id,
            )
