"""Credit notes: goods that came back, with their original cost; or a better price, without."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

from operations.database.connection import Connection, every, first, insert, insert_all
from operations.erp.accounting.commands import post_in_open
from operations.erp.accounting.lettering import letter_when_settled
from operations.erp.accounting.periods import require_open
from operations.erp.sales import postings
from operations.erp.sales.errors import NoLines, NotInDocument, OverCredit, TooEarly
from operations.erp.sales.model import Totals, require_quantity, share_of, totals
from operations.errors import InvalidValue, NotFound
from operations.money import require_cents
from operations.numbering import next_number

Reason = Literal["return", "price"]


@dataclass(frozen=True)
class Invoice:
    """An invoice, and what was credited of it before."""

    invoice_number: str
    customer_id: int
    posted_on: dt.date
    currency_code: str
    net_amount: Decimal
    tax_amount: Decimal
    credited_net: Decimal
    credited_tax: Decimal


@dataclass(frozen=True)
class InvoicedLine:
    """A line of an invoice, and what was credited of it before."""

    invoice_line_id: int
    line_number: int
    product_id: int
    quantity: Decimal
    net_amount: Decimal
    tax_rate: Decimal
    cost_amount: Decimal
    credited_quantity: Decimal
    credited_net: Decimal
    credited_cost: Decimal


@dataclass(frozen=True)
class CreditLine:
    """What is given back of an invoice line; a better price moves no goods and no cost."""

    line: InvoicedLine
    quantity: Decimal
    net_amount: Decimal
    cost_amount: Decimal


def credit(
    connection: Connection,
    *,
    invoice_id: int,
    posted_on: dt.date,
    reason: Reason,
    lines: Mapping[int, Decimal],
) -> int:
    """Give back a part of an invoice, or all of it; return the credit note's key.

    ``lines`` says for each invoice line the quantity that came back (``return``), or the amount
    ex VAT that is given back (``price``).
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
    require_open(connection, posted_on, document=document)
    plan = planned(invoice.invoice_number, _lines(connection, invoice_id), reason, lines)
    sums = credited_totals(invoice, plan)
    number = next_number(connection, "credit_note")
    credit_note_id = insert(
        connection,
        "insert into erp.credit_notes (credit_note_number, invoice_id, customer_id, posted_on,"
        " reason, currency_code, net_amount, tax_amount, gross_amount)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s, %s) returning credit_note_id",
        [
            number,
            invoice_id,
            invoice.customer_id,
            posted_on,
            reason,
            invoice.currency_code,
            sums.net_amount,
            sums.tax_amount,
            sums.gross_amount,
        ],
    )
    insert_all(
        connection,
        "insert into erp.credit_note_lines (credit_note_id, line_number, invoice_line_id,"
        " product_id, quantity, net_amount, tax_rate, cost_amount)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s)",
        [
            (
                credit_note_id,
                position,
                given.line.invoice_line_id,
                given.line.product_id,
                given.quantity,
                given.net_amount,
                given.line.tax_rate,
                given.cost_amount,
            )
            for position, given in enumerate(plan, start=1)
        ],
    )
    cost = sum((given.cost_amount for given in plan), Decimal(0))
    for entry in (
        postings.credited(
            number,
            posted_on,
            sums,
            invoice.customer_id,
            invoice_number=invoice.invoice_number,
        ),
        postings.returned(number, posted_on, cost),
    ):
        if entry is not None:
            post_in_open(connection, entry)
    letter_when_settled(connection, invoice_number=invoice.invoice_number)
    return credit_note_id


def planned(
    invoice_number: str,
    invoiced: Sequence[InvoicedLine],
    reason: Reason,
    lines: Mapping[int, Decimal],
) -> list[CreditLine]:
    """What is given back of which line. Raises OverCredit, NotInDocument."""
    if reason not in get_args(Reason):
        raise InvalidValue(
            f"The credit note for invoice {invoice_number} has the reason {reason!r}.",
            remedy=f"Give one of: {', '.join(get_args(Reason))}.",
        )
    if not lines:
        raise NoLines(f"credit note for invoice {invoice_number}")
    by_key = {line.invoice_line_id: line for line in invoiced}
    plan = []
    for key, value in lines.items():
        line = by_key.get(key)
        if line is None:
            raise NotInDocument(f"Invoice {invoice_number}", key)
        give_back = _take_back if reason == "return" else _lower_price
        plan.append(give_back(invoice_number, line, value))
    return plan


def credited_totals(invoice: Invoice, plan: Sequence[CreditLine]) -> Totals:
    """The sums of a credit note; the last one gives back the last cent of tax, and no more."""
    sums = totals((given.net_amount, given.line.tax_rate) for given in plan)
    left = invoice.tax_amount - invoice.credited_tax
    is_last = sums.net_amount == invoice.net_amount - invoice.credited_net
    return Totals(sums.net_amount, left if is_last else min(sums.tax_amount, left))


def _take_back(invoice_number: str, line: InvoicedLine, quantity: Decimal) -> CreditLine:
    require_quantity(quantity, what=f"The return of invoice {invoice_number}, {line.line_number}")
    left = line.quantity - line.credited_quantity
    if quantity > left:
        raise OverCredit(
            invoice_number, line.line_number, asked=quantity, remaining=left, of="quantity"
        )
    net_left = line.net_amount - line.credited_net
    cost_left = line.cost_amount - line.credited_cost
    if quantity == left:
        return CreditLine(line, quantity, net_left, cost_left)
    return CreditLine(
        line,
        quantity,
        share_of(line.net_amount, quantity, line.quantity, remaining=net_left),
        share_of(line.cost_amount, quantity, line.quantity, remaining=cost_left),
    )


def _lower_price(invoice_number: str, line: InvoicedLine, amount: Decimal) -> CreditLine:
    what = f"The credit on invoice {invoice_number}, line {line.line_number}"
    require_quantity(amount, what=what)
    require_cents(amount, what=what)
    left = line.net_amount - line.credited_net
    if amount > left:
        raise OverCredit(invoice_number, line.line_number, asked=amount, remaining=left, of="price")
    return CreditLine(line, Decimal(0), amount, Decimal(0))


def _locked_invoice(connection: Connection, invoice_id: int) -> Invoice:
    connection.execute("select from erp.invoices where invoice_id = %s for update", [invoice_id])
    found = first(
        connection,
        Invoice,
        "select invoices.invoice_number, invoices.customer_id, invoices.posted_on,"
        " invoices.currency_code, invoices.net_amount, invoices.tax_amount,"
        " coalesce(sum(notes.net_amount), 0) as credited_net,"
        " coalesce(sum(notes.tax_amount), 0) as credited_tax"
        " from erp.invoices left join erp.credit_notes as notes using (invoice_id)"
        " where invoices.invoice_id = %s group by invoices.invoice_id",
        [invoice_id],
    )
    if found is None:
        raise NotFound("invoice", invoice_id)
    return found


def _lines(connection: Connection, invoice_id: int) -> list[InvoicedLine]:
    return every(
        connection,
        InvoicedLine,
        "select lines.invoice_line_id, lines.line_number, lines.product_id, lines.quantity,"
        " lines.net_amount, lines.tax_rate, lines.cost_amount,"
        " coalesce(sum(given.quantity), 0) as credited_quantity,"
        " coalesce(sum(given.net_amount), 0) as credited_net,"
        " coalesce(sum(given.cost_amount), 0) as credited_cost"
        " from erp.invoice_lines as lines"
        " left join erp.credit_note_lines as given using (invoice_line_id)"
        " where lines.invoice_id = %s group by lines.invoice_line_id order by lines.line_number",
        [invoice_id],
    )
