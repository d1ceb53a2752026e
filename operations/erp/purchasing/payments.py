"""Payments to suppliers: whole, in part, of several invoices, with a discount, in any currency."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from operations.database.connection import Connection, insert
from operations.erp.accounting.commands import post_in_open
from operations.erp.accounting.currencies import rate_or_given
from operations.erp.accounting.lettering import letter_when_settled
from operations.erp.accounting.model import (
    BANK,
    BANK_JOURNAL,
    OTHER_JOURNAL,
    PAYABLES,
    TAX_DEDUCTIBLE,
)
from operations.erp.accounting.periods import require_open
from operations.erp.party.companies import company
from operations.erp.party.suppliers import Supplier, supplier
from operations.erp.purchasing import postings
from operations.erp.purchasing.errors import InvoiceBlocked, NoLines, NotTheirs, TooEarly
from operations.erp.purchasing.owed import OpenInvoice, locked_invoices
from operations.erp.purchasing.settlement import Settled, settled
from operations.erp.sales.model import overpaid_since
from operations.errors import NotFound
from operations.numbering import next_number


def pay(
    connection: Connection,
    *,
    supplier_id: int,
    paid_on: dt.date,
    allocations: Mapping[int, Decimal],
    discounts: Mapping[int, Decimal] | None = None,
    currency_code: str | None = None,
    exchange_rate: Decimal | None = None,
    company_id: int = 1,
) -> int:
    """Pay invoices of a supplier, each by an amount in their currency; return the payment's key.

    ``discounts`` are settled beside what is paid, within the terms of each invoice. An invoice
    of which too much was credited is allocated an amount below zero: it lowers the payment, or
    the supplier pays back. The currency is that of the invoices, the rate the day's.

    Raises OverPayment, InvoiceBlocked, DiscountNotDue, NotTheirs, NoLines, TooEarly, NotFound,
    NoRate, PeriodClosed.
    """
    payee = supplier(connection, supplier_id)
    document = f"payment of supplier {payee.supplier_number}"
    if not allocations:
        raise NoLines(document)
    home = company(connection, company_id).currency_code
    invoices = locked_invoices(connection, list(allocations))
    given = discounts or {}
    for key in (*allocations, *given):
        if key not in invoices:
            raise NotFound("supplier invoice", key)
    currency = currency_code or invoices[next(iter(allocations))].currency_code
    rate = rate_or_given(
        connection, from_currency=currency, to_currency=home, on=paid_on, given=exchange_rate
    )
    plan = []
    for key, amount in allocations.items():
        _require_payable(invoices[key], payee, paid_on, currency, company_id)
        if amount > 0 and (reasons := invoices[key].block_reasons):
            raise InvoiceBlocked(invoices[key].supplier_invoice_number, reasons)
        part = settled(
            invoices[key], amount, given.get(key, Decimal(0)), rate=rate, paid_on=paid_on
        )
        if amount < 0:
            _require_overpaid(connection, invoices[key], -part.settled_amount, paid_on)
        plan.append(part)
    require_open(connection, paid_on, document=document, company_id=company_id)
    number = next_number(connection, "supplier_payment", company_id)
    place = postings.Place(company_id, paid_on, "supplier_payment", number)
    payment_id = _write(connection, place, plan, supplier_id, (currency, rate))
    _post(connection, place, plan)
    for part in plan:
        if not part.left:
            letter_when_settled(
                connection,
                invoice_number=part.invoice.supplier_invoice_number,
                account_code=PAYABLES,
                company_id=company_id,
                supplier_id=supplier_id,
            )
    return payment_id


def _require_payable(
    invoice: OpenInvoice, payee: Supplier, paid_on: dt.date, currency: str, company_id: int
) -> None:
    """The invoice is one of the payee, the company and the currency, and not of a later day."""
    if (invoice.supplier_id, invoice.company_id, invoice.currency_code) != (
        payee.supplier_id,
        company_id,
        currency,
    ):
        raise NotTheirs(
            f"Supplier invoice {invoice.supplier_invoice_number} is not one of supplier "
            f"{payee.supplier_number} in {currency}.",
            remedy="Pay invoices of one supplier, in their currency.",
        )
    if paid_on < invoice.posted_on:
        raise TooEarly(
            "payment",
            paid_on,
            of=f"supplier invoice {invoice.supplier_invoice_number}",
            earliest=invoice.posted_on,
        )


def _require_overpaid(
    connection: Connection, invoice: OpenInvoice, amount: Decimal, paid_on: dt.date
) -> None:
    """What a supplier pays back he owed on that day already, and ever since."""
    debts = connection.execute(
        "select changed_on, sum(sum(amount)) over (order by changed_on)"
        " from erp.supplier_debt(%s) group by changed_on order by changed_on",
        [invoice.supplier_invoice_id],
    ).fetchall()
    since = overpaid_since(debts, amount)
    if since is not None and paid_on < since:
        raise TooEarly(
            "repayment",
            paid_on,
            of=f"what was paid too much of supplier invoice {invoice.supplier_invoice_number}",
            earliest=since,
        )


def _write(
    connection: Connection,
    place: postings.Place,
    plan: Sequence[Settled],
    supplier_id: int,
    currency: tuple[str, Decimal],
) -> int:
    payment_id = insert(
        connection,
        "insert into erp.supplier_payments (supplier_payment_number, company_id, supplier_id,"
        " paid_on, amount, currency_code, exchange_rate, amount_base)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s) returning supplier_payment_id",
        [
            place.number,
            place.company_id,
            supplier_id,
            place.on,
            sum((part.amount for part in plan), Decimal(0)),
            *currency,
            sum((part.bank_amount_base for part in plan), Decimal(0)),
        ],
    )
    connection.execute(
        "insert into erp.supplier_payment_allocations (supplier_payment_id, supplier_invoice_id,"
        " amount, discount_amount, settled_amount_base, discount_amount_base,"
        " exchange_difference_base)"
        " select %s, * from unnest(%s::bigint[], %s::numeric[], %s::numeric[], %s::numeric[],"
        "  %s::numeric[], %s::numeric[])",
        [
            payment_id,
            [part.invoice.supplier_invoice_id for part in plan],
            [part.amount for part in plan],
            [part.discount for part in plan],
            [part.settled_amount_base for part in plan],
            [part.discount_amount_base for part in plan],
            [part.exchange_difference_base for part in plan],
        ],
    )
    return payment_id


def _post(connection: Connection, place: postings.Place, plan: Sequence[Settled]) -> None:
    """One line on 401 for each invoice, which may then be lettered."""
    bank = sum((part.bank_amount_base for part in plan), Decimal(0))
    difference = sum((part.exchange_difference_base for part in plan), Decimal(0))
    entry = postings.entry(
        BANK_JOURNAL if bank else OTHER_JOURNAL,
        place,
        [
            *(
                part.invoice.owed(part.settled_amount_base, part.settled_amount).posting(-1)
                for part in plan
            ),
            postings.debit(postings.EXCHANGE_LOSS, max(difference, Decimal(0))),
            postings.credit(BANK, bank),
            postings.credit(postings.EXCHANGE_GAIN, max(-difference, Decimal(0))),
            *(
                postings.debit(account, -amount, None, part.invoice.tax_code)
                for part in plan
                for account, amount in (
                    (postings.DISCOUNT_OBTAINED, part.discount_net_base),
                    (TAX_DEDUCTIBLE, part.discount_tax_base),
                )
            ),
        ],
    )
    if entry is not None:
        post_in_open(connection, entry)
