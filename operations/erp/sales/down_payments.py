"""Down-payments (acomptes): money asked for before anything is delivered.

What was chosen: the invoice stands in the sales journal from its day, Dr 411 Cr 4191 with VAT, and
is no revenue. Its VAT is due when it is paid, for goods (since 2023) as for services (article 269
of the tax code): the payment turns what it pays of 4191 into the amount ex VAT and the tax on
44571. A final invoice deducts what was paid; ``deductions.py`` says how.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, first, insert
from operations.erp.accounting.commands import post_in_open
from operations.erp.accounting.lettering import letter_when_settled
from operations.erp.accounting.periods import require_open
from operations.erp.party.commands import customer
from operations.erp.sales import cash_postings
from operations.erp.sales.cash_errors import NotDownPayment, NothingToCancel, OverAdvance
from operations.erp.sales.errors import TooEarly
from operations.erp.sales.exchange import books_of, rate_into_books
from operations.erp.sales.model import Amount, at_rate, require_quantity
from operations.erp.sales.open_invoices import locked_invoice
from operations.erp.sales.orders import locked_order
from operations.erp.sales.taxes import sales_taxes
from operations.money import require_cents, to_cents
from operations.numbering import next_number


@dataclass(frozen=True)
class _Asked:
    """What an order is worth, what was asked for in advance, and the product that counts most."""

    ordered: Decimal
    asked: Decimal
    product_id: int | None


@dataclass(frozen=True)
class _Rest:
    """What of a down-payment no invoice has deducted, in both currencies."""

    exchange_rate: Decimal
    net_amount: Decimal
    tax_amount: Decimal
    net_amount_base: Decimal
    tax_amount_base: Decimal
    paid: Decimal
    paid_base: Decimal
    tax_due_base: Decimal
    last_paid_on: dt.date | None


def down_payment(
    connection: Connection,
    *,
    order_id: int,
    posted_on: dt.date,
    net_amount: Decimal,
    due_on: dt.date | None = None,
) -> int:
    """Invoice a part of an order in advance, ex VAT; return the invoice's key.

    It bears the VAT of the product that is most of the order. Raises NotFound, TooEarly,
    InvalidValue, OverAdvance, PeriodClosed, NoRate.
    """
    order = locked_order(connection, order_id)
    named = f"order {order.order_number}"
    require_quantity(net_amount, what=f"The down-payment of {named}")
    require_cents(net_amount, what=f"The down-payment of {named}")
    if posted_on < order.ordered_on:
        raise TooEarly("down-payment", posted_on, of=named, earliest=order.ordered_on)
    require_open(
        connection, posted_on, document=f"down-payment of {named}", company_id=order.company_id
    )
    known = _asked(connection, order_id)
    if net_amount > known.ordered - known.asked:
        raise OverAdvance(order.order_number, asked=net_amount, left=known.ordered - known.asked)
    buyer = customer(connection, order.customer_id)
    tax = sales_taxes(
        connection,
        company_id=order.company_id,
        buyer=buyer,
        product_ids=[known.product_id],
        on=posted_on,
    )[known.product_id]
    books, rate = rate_into_books(
        connection, company_id=order.company_id, currency_code=order.currency_code, on=posted_on
    )
    net = at_rate(net_amount, rate)
    vat = at_rate(to_cents(net_amount * tax.charged_rate), rate)
    gross = net + vat
    due = due_on or buyer.due_on(posted_on)
    number = next_number(connection, "invoice", order.company_id)
    invoice_id = insert(
        connection,
        "insert into erp.invoices (company_id, invoice_number, kind, customer_id, order_id,"
        " posted_on, due_on, currency_code, exchange_rate, net_amount, tax_amount, gross_amount,"
        " net_amount_base, tax_amount_base, gross_amount_base, tax_rate, tax_code)"
        " values (%s, %s, 'down_payment', %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
        " returning invoice_id",
        [
            order.company_id,
            number,
            order.customer_id,
            order_id,
            posted_on,
            due,
            order.currency_code,
            rate,
            net.document,
            vat.document,
            gross.document,
            net.base,
            vat.base,
            gross.base,
            tax.charged_rate,
            tax.code,
        ],
    )
    entry = cash_postings.advance_asked(
        number, posted_on, gross, order.customer_id, due_on=due, books=books
    )
    if entry is not None:
        post_in_open(connection, entry)
    return invoice_id


def cancel_down_payment(connection: Connection, *, invoice_id: int, posted_on: dt.date) -> int:
    """Credit what no invoice has deducted of a down-payment; return the credit note's key.

    What was paid of it is the customer's then: ``refund`` gives it back. Raises NotFound,
    NotDownPayment, NothingToCancel, TooEarly, PeriodClosed.
    """
    invoice = locked_invoice(connection, invoice_id)
    if not invoice.is_down_payment:
        raise NotDownPayment(invoice.invoice_number)
    named = f"down-payment {invoice.invoice_number}"
    if posted_on < invoice.posted_on:
        raise TooEarly("credit note", posted_on, of=named, earliest=invoice.posted_on)
    rest = _rest(connection, invoice_id)
    net = Amount(rest.net_amount, rest.net_amount_base)
    vat = Amount(rest.tax_amount, rest.tax_amount_base)
    gross = net + vat
    if rest.last_paid_on is not None and posted_on < rest.last_paid_on:
        raise TooEarly(
            "credit note", posted_on, of=f"the payment of {named}", earliest=rest.last_paid_on
        )
    if not gross.document:
        raise NothingToCancel(invoice.invoice_number)
    require_open(
        connection, posted_on, document=f"credit note of {named}", company_id=invoice.company_id
    )
    number = next_number(connection, "credit_note", invoice.company_id)
    credit_note_id = insert(
        connection,
        "insert into erp.credit_notes (company_id, credit_note_number, invoice_id, customer_id,"
        " posted_on, reason, currency_code, exchange_rate, net_amount, tax_amount, gross_amount,"
        " net_amount_base, tax_amount_base, gross_amount_base)"
        " values (%s, %s, %s, %s, %s, 'down_payment', %s, %s, %s, %s, %s, %s, %s, %s)"
        " returning credit_note_id",
        [
            invoice.company_id,
            number,
            invoice_id,
            invoice.customer_id,
            posted_on,
            invoice.currency_code,
            rest.exchange_rate,
            net.document,
            vat.document,
            gross.document,
            net.base,
            vat.base,
            gross.base,
        ],
    )
    paid = Amount(rest.paid, rest.paid_base)
    share = to_cents(vat.document * paid.document / gross.document)
    entry = cash_postings.advance_cancelled(
        number,
        posted_on,
        invoice.customer_id,
        invoice_number=invoice.invoice_number,
        unpaid=gross - paid,
        paid=paid,
        paid_tax=Amount(share, rest.tax_due_base),
        tax_code=invoice.tax_code,
        books=books_of(
            connection, company_id=invoice.company_id, currency_code=invoice.currency_code
        ),
    )
    if entry is not None:
        post_in_open(connection, entry)
    letter_when_settled(
        connection,
        invoice_number=invoice.invoice_number,
        company_id=invoice.company_id,
        customer_id=invoice.customer_id,
    )
    return credit_note_id


def _asked(connection: Connection, order_id: int) -> _Asked:
    found = first(
        connection,
        _Asked,
        "select coalesce(sum(net_amount * (quantity - cancelled_quantity) / quantity), 0)"
        "  as ordered,"
        " (select coalesce(sum(net_amount - (select coalesce(sum(net_amount), 0)"
        "   from erp.credit_notes where credit_notes.invoice_id = invoices.invoice_id)), 0)"
        "  from erp.invoices where order_id = %(order)s and kind = 'down_payment') as asked,"
        " (array_agg(product_id order by net_amount desc, line_number))[1] as product_id"
        " from erp.sales_order_lines where order_id = %(order)s",
        {"order": order_id},
    )
    assert found is not None  # noqa: S101  an aggregate has one row
    return found


def _rest(connection: Connection, invoice_id: int) -> _Rest:
    found = first(
        connection,
        _Rest,
        "select exchange_rate,"
        " invoices.net_amount - credited.net - used.net as net_amount,"
        " invoices.tax_amount - credited.tax - used.tax as tax_amount,"
        " invoices.net_amount_base - credited.net_base - used.net_base as net_amount_base,"
        " invoices.tax_amount_base - credited.tax_base - used.tax_base as tax_amount_base,"
        " paid.amount - used.net - used.tax as paid,"
        " paid.amount_base - used.net_base - used.tax_base as paid_base,"
        " paid.tax_due - used.tax_base as tax_due_base, paid.last_on as last_paid_on"
        " from erp.invoices, lateral (select coalesce(sum(net_amount), 0) as net,"
        "  coalesce(sum(tax_amount), 0) as tax, coalesce(sum(net_amount_base), 0) as net_base,"
        "  coalesce(sum(tax_amount_base), 0) as tax_base from erp.credit_notes"
        "  where credit_notes.invoice_id = invoices.invoice_id) as credited,"
        " lateral (select coalesce(sum(net_amount), 0) as net,"
        "  coalesce(sum(tax_amount), 0) as tax, coalesce(sum(net_amount_base), 0) as net_base,"
        "  coalesce(sum(tax_amount_base), 0) as tax_base from erp.down_payment_deductions"
        "  where down_payment_invoice_id = invoices.invoice_id) as used,"
        " lateral (select coalesce(sum(amount), 0) as amount,"
        "  coalesce(sum(amount_base), 0) as amount_base,"
        "  coalesce(sum(tax_due_amount), 0) as tax_due, max(applied_on) as last_on"
        "  from erp.payment_allocations"
        "  where payment_allocations.invoice_id = invoices.invoice_id) as paid"
        " where invoice_id = %s",
        [invoice_id],
    )
    assert found is not None  # noqa: S101  it is locked
    return found
