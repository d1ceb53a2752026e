"""Refunds: money goes back to a customer who has paid too much, or who was granted a rebate."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, insert
from operations.erp.accounting.commands import post_in_open
from operations.erp.accounting.lettering import letter_when_settled
from operations.erp.accounting.periods import require_open
from operations.erp.sales import cash_postings
from operations.erp.sales.cash import locked_cash
from operations.erp.sales.cash_errors import NothingToRefund
from operations.erp.sales.errors import TooEarly
from operations.erp.sales.exchange import rate_into_books
from operations.erp.sales.model import ZERO, Amount, at_rate, overpaid_since, require_quantity
from operations.erp.sales.open_invoices import locked_invoice
from operations.erp.sales.rebates import locked_rebate
from operations.errors import InvalidValue
from operations.money import require_cents
from operations.numbering import next_number


@dataclass(frozen=True)
class _Credit:
    """What a customer has paid too much, and under which number it stands on his account."""

    reference: str
    company_id: int
    customer_id: int
    since: dt.date
    currency_code: str
    whole: Amount
    left: Amount


def refund(
    connection: Connection,
    *,
    refunded_on: dt.date,
    amount: Decimal,
    payment_id: int | None = None,
    invoice_id: int | None = None,
    rebate_id: int | None = None,
    exchange_rate: Decimal | None = None,
) -> int:
    """Give money back; return the refund's key.

    Of a payment that settles nothing, of an invoice credited after it was paid, or of a rebate.

    Raises NotFound, InvalidValue, TooEarly, NothingToRefund, PeriodClosed, NoRate.
    """
    credit = _credit(connection, payment_id, invoice_id, rebate_id)
    named = f"refund of {credit.reference}"
    require_quantity(amount, what=f"The {named}")
    require_cents(amount, what=f"The {named}")
    if refunded_on < credit.since:
        raise TooEarly("refund", refunded_on, of=credit.reference, earliest=credit.since)
    if invoice_id is not None:
        _require_overpaid(connection, invoice_id, amount, refunded_on, credit)
    if amount > credit.left.document:
        raise NothingToRefund(credit.reference, asked=amount, left=max(credit.left.document, ZERO))
    require_open(connection, refunded_on, document=named, company_id=credit.company_id)
    books, rate = rate_into_books(
        connection,
        company_id=credit.company_id,
        currency_code=credit.currency_code,
        on=refunded_on,
        given=exchange_rate,
    )
    given_back = credit.left.part(amount, of=credit.whole)
    cash_base = at_rate(amount, rate).base
    number = next_number(connection, "refund", credit.company_id)
    refund_id = insert(
        connection,
        "insert into erp.refunds (company_id, refund_number, customer_id, payment_id, invoice_id,"
        " rebate_id, refunded_on, currency_code, exchange_rate, amount, amount_base,"
        " exchange_difference_amount) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
        " returning refund_id",
        [
            credit.company_id,
            number,
            credit.customer_id,
            payment_id,
            invoice_id,
            rebate_id,
            refunded_on,
            credit.currency_code,
            rate,
            amount,
            given_back.base,
            given_back.base - cash_base,
        ],
    )
    entry = cash_postings.refunded(
        number,
        refunded_on,
        given_back,
        cash_base,
        credit.customer_id,
        reference=credit.reference,
        books=books,
    )
    if entry is not None:
        post_in_open(connection, entry)
    if amount == credit.left.document:
        letter_when_settled(
            connection,
            invoice_number=credit.reference,
            company_id=credit.company_id,
            customer_id=credit.customer_id,
        )
    return refund_id


def _require_overpaid(
    connection: Connection, invoice_id: int, amount: Decimal, on: dt.date, credit: _Credit
) -> None:
    """What goes back was paid too much on that day already, whatever went back since."""
    debts = connection.execute(
        "select changed_on, sum(sum(amount)) over (order by changed_on)"
        " from erp.debt(%s) group by changed_on order by changed_on",
        [invoice_id],
    ).fetchall()
    since = overpaid_since(debts, amount)
    if since is not None and on < since:
        raise TooEarly(
            "refund", on, of=f"what was paid too much of {credit.reference}", earliest=since
        )


def _credit(
    connection: Connection,
    payment_id: int | None,
    invoice_id: int | None,
    rebate_id: int | None,
) -> _Credit:
    if [payment_id, invoice_id, rebate_id].count(None) != 2:
        raise InvalidValue(
            "A refund is of one payment, of one invoice or of one rebate.",
            remedy="Name one of them, and no other.",
        )
    if payment_id is not None:
        cash = locked_cash(connection, payment_id)
        return _Credit(
            cash.payment_number,
            cash.company_id,
            cash.customer_id,
            cash.paid_on,
            cash.currency_code,
            cash.whole,
            cash.left,
        )
    if rebate_id is not None:
        rebate = locked_rebate(connection, rebate_id)
        return _Credit(
            rebate.rebate_number,
            rebate.company_id,
            rebate.customer_id,
            rebate.posted_on,
            rebate.currency_code,
            rebate.whole,
            rebate.left,
        )
    invoice = locked_invoice(connection, invoice_id or 0)
    return _Credit(
        invoice.invoice_number,
        invoice.company_id,
        invoice.customer_id,
        invoice.posted_on,
        invoice.currency_code,
        invoice.gross,
        Amount(-invoice.owed, -invoice.owed_base),
    )
