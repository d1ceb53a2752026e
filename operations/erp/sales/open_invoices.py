"""Invoices as those who settle them need them: what is owed, and how much of it money takes off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, every
from operations.erp.sales.errors import OverPayment, TooEarly
from operations.erp.sales.model import Amount, require_quantity, share_of
from operations.errors import NotFound
from operations.money import require_cents


@dataclass(frozen=True)
class OpenInvoice:
    """An invoice and what is still owed of it, with tax; below zero when too much was paid.

    ``paid`` is what was paid of a down-payment before.
    """

    invoice_id: int
    invoice_number: str
    kind: str
    company_id: int
    customer_id: int
    posted_on: dt.date
    currency_code: str
    gross_amount: Decimal
    gross_amount_base: Decimal
    tax_amount: Decimal
    tax_amount_base: Decimal
    tax_code: str | None
    owed: Decimal
    owed_base: Decimal
    paid: Decimal

    @property
    def gross(self) -> Amount:
        """What was invoiced."""
        return Amount(self.gross_amount, self.gross_amount_base)

    @property
    def is_down_payment(self) -> bool:
        """It asks for money in advance: its VAT is due when it is paid."""
        return self.kind == "down_payment"

    def settled_by(self, amount: Decimal) -> Amount:
        """What ``amount`` takes off the receivable, at the invoice's rate of exchange."""
        return Amount(self.owed, self.owed_base).part(amount, of=self.gross)

    def tax_due_with(self, amount: Decimal) -> Amount:
        """VAT that becomes due when ``amount`` more is paid of a down-payment."""
        before, after = (self._tax_due(paid) for paid in (self.paid, self.paid + amount))
        return after - before

    def _tax_due(self, paid: Decimal) -> Amount:
        return Amount(
            share_of(self.tax_amount, paid, self.gross_amount, remaining=self.tax_amount),
            share_of(self.tax_amount_base, paid, self.gross_amount, remaining=self.tax_amount_base),
        )


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


def locked_invoices(connection: Connection, invoice_ids: Iterable[int]) -> dict[int, OpenInvoice]:
    """Invoices, kept from others until the transaction ends, in one order for all.

    Raises NotFound.
    """
    wanted = sorted(set(invoice_ids))
    connection.execute(
        "select from erp.invoices where invoice_id = any(%s) order by invoice_id for update",
        [wanted],
    )
    found = every(
        connection,
        OpenInvoice,
        "select invoice_id, invoice_number, kind, company_id, customer_id, posted_on,"
        " currency_code, gross_amount, gross_amount_base, tax_amount, tax_amount_base, tax_code,"
        " owed.amount as owed, owed.amount_base as owed_base,"
        " case when kind = 'down_payment' then (select coalesce(sum(allocations.amount), 0)"
        "  from erp.payment_allocations as allocations"
        "  where allocations.invoice_id = invoices.invoice_id) else 0 end as paid"
        " from erp.invoices cross join lateral erp.owed(invoice_id) as owed"
        " where invoice_id = any(%s)",
        [wanted],
    )
    by_key = {invoice.invoice_id: invoice for invoice in found}
    for invoice_id in wanted:
        if invoice_id not in by_key:
            raise NotFound("invoice", invoice_id)
    return by_key


def locked_invoice(connection: Connection, invoice_id: int) -> OpenInvoice:
    """One invoice, kept from others until the transaction ends. Raises NotFound."""
    return locked_invoices(connection, [invoice_id])[invoice_id]
