"""What nobody will pay: a few cents of difference, or a debt that is lost (bad debt).

The VAT of a bad debt comes back from the state (article 272 of the tax code), once the customer
has been told; that of a small difference does not.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final, Literal, get_args

from operations.database.connection import Connection, insert
from operations.erp.accounting.commands import post_in_open
from operations.erp.accounting.lettering import letter_when_settled
from operations.erp.accounting.periods import require_open
from operations.erp.accounting.vat import relief_code
from operations.erp.sales import cash_postings
from operations.erp.sales.cash import locked_cash
from operations.erp.sales.cash_errors import IsDownPayment, NotSmall, OverWriteOff
from operations.erp.sales.errors import TooEarly
from operations.erp.sales.exchange import books_of
from operations.erp.sales.model import require_quantity, share_of
from operations.erp.sales.open_invoices import OpenInvoice, locked_invoice
from operations.errors import InvalidValue
from operations.money import require_cents

Reason = Literal["small_difference", "bad_debt"]
# In company currency. Above it somebody should ask for the money first.
LARGEST_DIFFERENCE: Final = Decimal("10.00")


def write_off(
    connection: Connection,
    *,
    invoice_id: int,
    written_off_on: dt.date,
    reason: Reason,
    amount: Decimal | None = None,
) -> int:
    """Give up what is owed of an invoice, or ``amount`` of it with tax; return the key.

    Raises NotFound, InvalidValue, IsDownPayment, OverWriteOff, NotSmall, TooEarly, NoTaxCode,
    PeriodClosed.
    """
    invoice = locked_invoice(connection, invoice_id)
    named = f"Invoice {invoice.invoice_number}"
    if reason not in get_args(Reason):
        raise InvalidValue(
            f"{named} is written off for the reason {reason!r}.",
            remedy=f"Give one of: {', '.join(get_args(Reason))}.",
        )
    if invoice.is_down_payment:
        raise IsDownPayment(invoice.invoice_number)
    lost = invoice.owed if amount is None else amount
    _require_amount(lost, what=named, open_amount=invoice.owed)
    if written_off_on < invoice.posted_on:
        raise TooEarly("write-off", written_off_on, of=named, earliest=invoice.posted_on)
    settled = invoice.settled_by(lost)
    is_small = reason == "small_difference"
    if is_small and settled.base > LARGEST_DIFFERENCE:
        raise NotSmall(named, amount=settled.base, most=LARGEST_DIFFERENCE)
    require_open(
        connection,
        written_off_on,
        document=f"write-off of {invoice.invoice_number}",
        company_id=invoice.company_id,
    )
    tax = Decimal(0) if is_small else _tax_of(invoice, settled.base)
    entry = cash_postings.written_off(
        invoice.invoice_number,
        written_off_on,
        settled,
        tax,
        invoice.customer_id,
        account_code=cash_postings.SMALL_CHARGES if is_small else cash_postings.BAD_DEBTS,
        tax_code=relief_code(connection, company_id=invoice.company_id, on=written_off_on)
        if tax
        else None,
        books=books_of(
            connection, company_id=invoice.company_id, currency_code=invoice.currency_code
        ),
    )
    write_off_id = insert(
        connection,
        "insert into erp.write_offs (company_id, customer_id, invoice_id, written_off_on, reason,"
        " currency_code, amount, amount_base, tax_amount_base, entry_id)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) returning write_off_id",
        [
            invoice.company_id,
            invoice.customer_id,
            invoice_id,
            written_off_on,
            reason,
            invoice.currency_code,
            settled.document,
            settled.base,
            tax,
            None if entry is None else post_in_open(connection, entry),
        ],
    )
    if settled.document == invoice.owed:
        letter_when_settled(
            connection,
            invoice_number=invoice.invoice_number,
            company_id=invoice.company_id,
            customer_id=invoice.customer_id,
        )
    return write_off_id


def keep_difference(connection: Connection, *, payment_id: int, kept_on: dt.date) -> int:
    """Keep a few cents that a customer paid too much and nobody claims; return the key.

    Raises NotFound, OverWriteOff, NotSmall, TooEarly, PeriodClosed.
    """
    cash = locked_cash(connection, payment_id)
    named = f"Payment {cash.payment_number}"
    _require_amount(cash.unapplied, what=named, open_amount=cash.unapplied)
    if kept_on < cash.paid_on:
        raise TooEarly("write-off", kept_on, of=named, earliest=cash.paid_on)
    if cash.left.base > LARGEST_DIFFERENCE:
        raise NotSmall(named, amount=cash.left.base, most=LARGEST_DIFFERENCE)
    require_open(
        connection,
        kept_on,
        document=f"write-off of {cash.payment_number}",
        company_id=cash.company_id,
    )
    entry = cash_postings.kept(
        cash.payment_number,
        kept_on,
        cash.left,
        cash.customer_id,
        books=books_of(connection, company_id=cash.company_id, currency_code=cash.currency_code),
    )
    write_off_id = insert(
        connection,
        "insert into erp.write_offs (company_id, customer_id, payment_id, written_off_on, reason,"
        " currency_code, amount, amount_base, entry_id)"
        " values (%s, %s, %s, %s, 'small_difference', %s, %s, %s, %s) returning write_off_id",
        [
            cash.company_id,
            cash.customer_id,
            payment_id,
            kept_on,
            cash.currency_code,
            cash.left.document,
            cash.left.base,
            None if entry is None else post_in_open(connection, entry),
        ],
    )
    letter_when_settled(
        connection,
        invoice_number=cash.payment_number,
        company_id=cash.company_id,
        customer_id=cash.customer_id,
    )
    return write_off_id


def _require_amount(amount: Decimal, *, what: str, open_amount: Decimal) -> None:
    if open_amount <= 0 or amount > open_amount:
        raise OverWriteOff(what, asked=amount, owed=open_amount)
    require_quantity(amount, what=f"The write-off of {what}")
    require_cents(amount, what=f"The write-off of {what}")


def _tax_of(invoice: OpenInvoice, lost_base: Decimal) -> Decimal:
    """The VAT in what is lost, in company currency."""
    return share_of(
        invoice.tax_amount_base, lost_base, invoice.gross_amount_base, remaining=lost_base
    )
