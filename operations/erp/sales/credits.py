"""Credit notes: goods that came back, with their original cost; or a better price, without."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from operations.database.connection import Connection, every, first, insert
from operations.erp.accounting.commands import post_in_open
from operations.erp.accounting.lettering import letter_when_settled
from operations.erp.accounting.periods import require_open
from operations.erp.sales import postings
from operations.erp.sales.cash_errors import IsDownPayment
from operations.erp.sales.credit_plan import (
    CreditLine,
    Invoice,
    InvoicedLine,
    Reason,
    credited_freight,
    credited_parts,
    credited_totals,
    planned,
)
from operations.erp.sales.errors import TooEarly
from operations.erp.sales.exchange import books_of
from operations.erp.sales.goods import take_back
from operations.erp.sales.model import NOTHING
from operations.erp.stock.holding import hold
from operations.errors import NotFound
from operations.numbering import next_number

__all__ = ["Invoice", "InvoicedLine", "Reason", "credit", "credited_totals", "planned"]


def credit(
    connection: Connection,
    *,
    invoice_id: int,
    posted_on: dt.date,
    reason: Reason,
    lines: Mapping[int, Decimal],
    freight_amount: Decimal = Decimal(0),
) -> int:
    """Give back a part of an invoice, or all of it; return the credit note's key.

    ``lines`` says for each invoice line the quantity that came back (``return``), or the amount
    ex VAT that is given back (``price``). ``freight_amount`` is given back of the billed
    transport, ex VAT. It stands at the invoice's rate of exchange.
    """
    invoice = _locked_invoice(connection, invoice_id)
    if posted_on < invoice.posted_on:
        raise TooEarly(
            "credit note",
            posted_on,
            of=f"invoice {invoice.invoice_number}",
            earliest=invoice.posted_on,
        )
    document = f"credit note of invoice {invoice.invoice_number}"
    require_open(connection, posted_on, document=document, company_id=invoice.company_id)
    plan = planned(
        invoice.invoice_number,
        _lines(connection, invoice_id),
        reason,
        lines,
        is_freight=freight_amount > 0,
    )
    freight = credited_freight(invoice, freight_amount)
    parts = credited_parts(invoice, plan, freight)
    net = sum((given.net for given in plan), freight)
    tax = sum((part.tax for part in parts), NOTHING)
    books = books_of(connection, company_id=invoice.company_id, currency_code=invoice.currency_code)
    number = next_number(connection, "credit_note", invoice.company_id)
    credit_note_id = insert(
        connection,
        "insert into erp.credit_notes (company_id, credit_note_number, invoice_id, customer_id,"
        " posted_on, reason, currency_code, exchange_rate, net_amount, tax_amount, gross_amount,"
        " net_amount_base, tax_amount_base, gross_amount_base, freight_amount,"
        " freight_amount_base)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
        " returning credit_note_id",
        [
            invoice.company_id,
            number,
            invoice_id,
            invoice.customer_id,
            posted_on,
            reason,
            invoice.currency_code,
            invoice.exchange_rate,
            net.document,
            tax.document,
            net.document + tax.document,
            net.base,
            tax.base,
            net.base + tax.base,
            freight.document,
            freight.base,
        ],
    )
    _write_lines(connection, credit_note_id, plan)
    entry = postings.credited(
        number,
        posted_on,
        parts,
        invoice.customer_id,
        invoice_number=invoice.invoice_number,
        books=books,
    )
    returned = [given.line.product_id for given in plan if given.quantity]
    if returned:  # before the entry's number, as a delivery does: two never wait in a circle
        hold(connection, company_id=invoice.company_id, product_ids=returned, on=posted_on)
    if entry is not None:
        post_in_open(connection, entry)
    take_back(
        connection,
        posted_on,
        number,
        [(given.line.product_id, given.quantity, given.cost_amount) for given in plan],
        company_id=invoice.company_id,
    )
    letter_when_settled(
        connection,
        invoice_number=invoice.invoice_number,
        company_id=invoice.company_id,
        customer_id=invoice.customer_id,
    )
    return credit_note_id


def _write_lines(connection: Connection, credit_note_id: int, plan: Sequence[CreditLine]) -> None:
    connection.execute(
        "insert into erp.credit_note_lines (credit_note_id, line_number, invoice_line_id,"
        " product_id, quantity, net_amount, net_amount_base, tax_rate, tax_code, cost_amount)"
        " select %s, line_number, invoice_line_id, product_id, quantity, net, base, tax_rate,"
        "  tax_code, cost_amount"
        " from unnest(%s::bigint[], %s::bigint[], %s::numeric[], %s::numeric[], %s::numeric[],"
        "  %s::numeric[], %s::text[], %s::numeric[]) with ordinality as lines"
        "  (invoice_line_id, product_id, quantity, net, base, tax_rate, tax_code, cost_amount,"
        "   line_number)",
        [
            credit_note_id,
            [given.line.invoice_line_id for given in plan],
            [given.line.product_id for given in plan],
            [given.quantity for given in plan],
            [given.net.document for given in plan],
            [given.net.base for given in plan],
            [given.line.tax_rate for given in plan],
            [given.line.tax_code for given in plan],
            [given.cost_amount for given in plan],
        ],
    )


def _locked_invoice(connection: Connection, invoice_id: int) -> Invoice:
    row = connection.execute(
        "select kind, invoice_number from erp.invoices where invoice_id = %s for update",
        [invoice_id],
    ).fetchone()
    if row is None:
        raise NotFound("invoice", invoice_id)
    if row[0] == "down_payment":
        raise IsDownPayment(row[1])
    found = first(
        connection,
        Invoice,
        "select invoices.invoice_number, invoices.company_id, invoices.customer_id,"
        " invoices.posted_on, invoices.currency_code, invoices.exchange_rate,"
        " invoices.net_amount, invoices.tax_amount, invoices.tax_amount_base,"
        " invoices.freight_amount, invoices.freight_amount_base, invoices.tax_rate,"
        " invoices.tax_code,"
        " coalesce(sum(notes.net_amount), 0) as credited_net,"
        " coalesce(sum(notes.tax_amount), 0) as credited_tax,"
        " coalesce(sum(notes.tax_amount_base), 0) as credited_tax_base,"
        " coalesce(sum(notes.freight_amount), 0) as credited_freight,"
        " coalesce(sum(notes.freight_amount_base), 0) as credited_freight_base"
        " from erp.invoices left join erp.credit_notes as notes using (invoice_id)"
        " where invoices.invoice_id = %s group by invoices.invoice_id",
        [invoice_id],
    )
    assert found is not None  # noqa: S101  it is locked
    return found


def _lines(connection: Connection, invoice_id: int) -> list[InvoicedLine]:
    return every(
        connection,
        InvoicedLine,
        "select lines.invoice_line_id, lines.line_number, lines.product_id, lines.quantity,"
        " lines.net_amount, lines.net_amount_base, lines.tax_rate, lines.tax_code,"
        " lines.cost_amount, products.kind, coalesce(sum(given.quantity), 0) as credited_quantity,"
        " coalesce(sum(given.net_amount), 0) as credited_net,"
        " coalesce(sum(given.net_amount_base), 0) as credited_net_base,"
        " coalesce(sum(given.cost_amount), 0) as credited_cost"
        " from erp.invoice_lines as lines join erp.products using (product_id)"
        " left join erp.credit_note_lines as given using (invoice_line_id)"
        " where lines.invoice_id = %s group by lines.invoice_line_id, products.kind"
        " order by lines.line_number",
        [invoice_id],
    )
