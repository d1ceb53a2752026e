"""What is still owed of supplier invoices, for the commands that change it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, every
from operations.erp.purchasing.postings import Owed


@dataclass(frozen=True)
class OpenInvoice:
    """A supplier's invoice and what was credited and paid of it; ``tax_code`` is its largest.

    ``block_reasons`` says why it is not to be paid, None when it is.
    """

    supplier_invoice_id: int
    supplier_invoice_number: str
    company_id: int
    supplier_id: int
    posted_on: dt.date
    currency_code: str
    exchange_rate: Decimal
    is_foreign: bool
    net_amount: Decimal
    tax_amount: Decimal
    gross_amount: Decimal
    tax_amount_base: Decimal
    gross_amount_base: Decimal
    discount_rate: Decimal
    discount_until: dt.date | None
    credited_net: Decimal
    credited_tax: Decimal
    credited_tax_base: Decimal
    credited_gross: Decimal
    credited_gross_base: Decimal
    settled: Decimal
    settled_base: Decimal
    discounted: Decimal
    block_reasons: str | None
    tax_code: str | None

    @property
    def open_amount(self) -> Decimal:
        """What is owed of it, with tax; below zero when the supplier owes."""
        return self.gross_amount - self.credited_gross - self.settled

    @property
    def open_amount_base(self) -> Decimal:
        """The same in company currency, at the rate of the invoice: what stands on 401."""
        return self.gross_amount_base - self.credited_gross_base - self.settled_base

    def owed(self, amount_base: Decimal, amount: Decimal) -> Owed:
        """A part of it as a line of 401."""
        return Owed(
            self.supplier_id,
            self.supplier_invoice_number,
            amount_base,
            self.currency_code if self.is_foreign else None,
            amount if self.is_foreign else None,
        )


def locked_invoices(
    connection: Connection, supplier_invoice_ids: Sequence[int]
) -> dict[int, OpenInvoice]:
    """Invoices by key, kept from others until the transaction ends, in one order for all."""
    keys = sorted(supplier_invoice_ids)
    connection.execute(
        "select from erp.supplier_invoices where supplier_invoice_id = any(%s)"
        " order by supplier_invoice_id for update",
        [keys],
    )
    found = every(
        connection,
        OpenInvoice,
        "select invoices.supplier_invoice_id, invoices.supplier_invoice_number,"
        " invoices.company_id, invoices.supplier_id, invoices.posted_on, invoices.currency_code,"
        " invoices.exchange_rate, invoices.currency_code <> companies.currency_code as is_foreign,"
        " invoices.net_amount, invoices.tax_amount, invoices.gross_amount,"
        " invoices.tax_amount_base, invoices.gross_amount_base, invoices.discount_rate,"
        " invoices.discount_until,"
        " coalesce(given.net, 0) as credited_net, coalesce(given.tax, 0) as credited_tax,"
        " coalesce(given.tax_base, 0) as credited_tax_base,"
        " coalesce(given.gross, 0) as credited_gross,"
        " coalesce(given.gross_base, 0) as credited_gross_base,"
        " coalesce(paid.settled, 0) as settled, coalesce(paid.settled_base, 0) as settled_base,"
        " coalesce(paid.discounted, 0) as discounted,"
        " (select string_agg(reason || ' ' || status, ', ' order by match_exception_id)"
        "  from erp.match_exceptions as waiting"
        "  where waiting.supplier_invoice_id = invoices.supplier_invoice_id"
        "   and waiting.closed_on is null) as block_reasons,"
        " (select tax_code from erp.supplier_invoice_lines as lines"
        "  where lines.supplier_invoice_id = invoices.supplier_invoice_id and tax_rate > 0"
        "  order by net_amount desc limit 1) as tax_code"
        " from erp.supplier_invoices as invoices join erp.companies using (company_id)"
        " left join lateral (select sum(net_amount) as net, sum(tax_amount) as tax,"
        "  sum(tax_amount_base) as tax_base, sum(gross_amount) as gross,"
        "  sum(gross_amount_base) as gross_base from erp.supplier_credit_notes as notes"
        "  where notes.supplier_invoice_id = invoices.supplier_invoice_id) as given on true"
        " left join lateral (select sum(amount + discount_amount) as settled,"
        "  sum(settled_amount_base) as settled_base, sum(discount_amount) as discounted"
        "  from erp.supplier_payment_allocations as allocations"
        "  where allocations.supplier_invoice_id = invoices.supplier_invoice_id) as paid on true"
        " where invoices.supplier_invoice_id = any(%s)",
        [keys],
    )
    return {invoice.supplier_invoice_id: invoice for invoice in found}
