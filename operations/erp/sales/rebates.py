"""Rebates (ristournes): a share of what a customer bought in a year, given back at its end.

A rebate is a credit note of no single invoice, in company currency: Dr 709 and VAT, Cr 411. It
settles invoices later (``apply_rebate``), or is paid out (``refund``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from operations.database.connection import Connection, every, first, insert
from operations.erp.accounting.commands import post_in_open
from operations.erp.accounting.lettering import letter_when_settled
from operations.erp.accounting.periods import require_open
from operations.erp.party.commands import customer
from operations.erp.sales import cash_postings
from operations.erp.sales.cash_errors import (
    IsDownPayment,
    NotEnoughCash,
    NothingToRebate,
    RebateGranted,
)
from operations.erp.sales.errors import NoLines, TooEarly
from operations.erp.sales.exchange import Books
from operations.erp.sales.model import ZERO, Amount, require_share
from operations.erp.sales.open_invoices import locked_invoices, require_allocation
from operations.erp.sales.payments import require_own
from operations.erp.sales.revenue import REVENUE, shared
from operations.erp.sales.taxes import Taxed
from operations.errors import InvalidValue, NotFound
from operations.money import to_cents
from operations.numbering import next_number


@dataclass(frozen=True)
class Rebate:
    """A rebate and what of it was neither applied nor paid out."""

    rebate_id: int
    rebate_number: str
    company_id: int
    customer_id: int
    posted_on: dt.date
    currency_code: str
    gross_amount: Decimal
    still_there: Decimal

    @property
    def whole(self) -> Amount:
        """What was granted."""
        return Amount(self.gross_amount, self.gross_amount)

    @property
    def left(self) -> Amount:
        """What is still the customer's."""
        return Amount(self.still_there, self.still_there)


@dataclass(frozen=True)
class _Bought:
    """What was bought of one kind and VAT, less what was credited, in company currency."""

    kind: str
    tax_code: str | None
    tax_rate: Decimal
    net_amount: Decimal


@dataclass(frozen=True)
class _Before:
    rebate_number: str
    starts_on: dt.date
    ends_on: dt.date


def grant_rebate(
    connection: Connection,
    *,
    customer_id: int,
    starts_on: dt.date,
    ends_on: dt.date,
    posted_on: dt.date,
    rebate_rate: Decimal,
    company_id: int = 1,
) -> int:
    """Give back a share (0 to 1) of what was invoiced less credited in a time; return the key.

    Raises NotFound, InvalidValue, TooEarly, RebateGranted, NothingToRebate, PeriodClosed.
    """
    buyer = customer(connection, customer_id)
    named = f"rebate of customer {buyer.customer_number}"
    require_share(rebate_rate, what=f"The {named}")
    if rebate_rate == 0 or ends_on < starts_on:
        raise InvalidValue(
            f"The {named} is {rebate_rate} from {starts_on} to {ends_on}.",
            remedy="Give a rate above zero, and a time that ends after it begins.",
        )
    if posted_on < ends_on:
        raise TooEarly("rebate", posted_on, of=f"the time of the {named}", earliest=ends_on)
    # The customer stays locked: the same is not granted twice at once.
    connection.execute(
        "select from erp.customers where customer_id = %s for no key update", [customer_id]
    )
    span = {
        "customer": customer_id,
        "company": company_id,
        "start": starts_on,
        "end": ends_on,
    }
    _require_first(connection, span, named)
    require_open(connection, posted_on, document=named, company_id=company_id)
    bought = _bought(connection, span)
    parts = _parts(bought, rebate_rate)
    net = sum((part.gross.base - part.tax.base for part in parts), ZERO)
    tax = sum((part.tax.base for part in parts), ZERO)
    if not net + tax:
        raise NothingToRebate(named, starts_on, ends_on)
    number = next_number(connection, "credit_note", company_id)
    rebate_id = insert(
        connection,
        "insert into erp.rebates (company_id, rebate_number, customer_id, starts_on, ends_on,"
        " posted_on, rebate_rate, basis_amount, net_amount, tax_amount, gross_amount)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) returning rebate_id",
        [
            company_id,
            number,
            customer_id,
            starts_on,
            ends_on,
            posted_on,
            rebate_rate,
            sum((worth for _, worth in _by_tax(bought)), ZERO),
            net,
            tax,
            net + tax,
        ],
    )
    entry = cash_postings.rebated(number, posted_on, parts, customer_id, books=Books(company_id))
    if entry is not None:
        post_in_open(connection, entry)
    return rebate_id


def apply_rebate(
    connection: Connection,
    *,
    rebate_id: int,
    applied_on: dt.date,
    allocations: Mapping[int, Decimal],
) -> None:
    """Settle invoices with what is left of a rebate, from a day on.

    Raises NotFound, NoLines, NotEnoughCash, ForeignInvoice, IsDownPayment, OverPayment, TooEarly,
    PeriodClosed.
    """
    rebate = locked_rebate(connection, rebate_id)
    named = f"rebate {rebate.rebate_number}"
    if not allocations:
        raise NoLines(f"application of {named}")
    if applied_on < rebate.posted_on:
        raise TooEarly("application", applied_on, of=named, earliest=rebate.posted_on)
    invoices = locked_invoices(connection, allocations)
    buyer = customer(connection, rebate.customer_id)
    for invoice_id, part in allocations.items():
        invoice = invoices[invoice_id]
        require_own(
            invoice,
            rebate.customer_id,
            buyer.customer_number,
            rebate.currency_code,
            rebate.company_id,
        )
        if invoice.is_down_payment:
            raise IsDownPayment(invoice.invoice_number)
        require_allocation(invoice, part, applied_on)
    asked = sum(allocations.values(), ZERO)
    if asked > rebate.still_there:
        raise NotEnoughCash(named, asked=asked, left=rebate.still_there)
    require_open(
        connection, applied_on, document=f"application of {named}", company_id=rebate.company_id
    )
    entry = cash_postings.applied(
        rebate.rebate_number,
        applied_on,
        Amount(asked, asked),
        [
            (invoices[invoice_id].invoice_number, Amount(part, part))
            for invoice_id, part in allocations.items()
        ],
        rebate.customer_id,
        tax_due=(),
        books=Books(rebate.company_id),
    )
    connection.execute(
        "insert into erp.rebate_allocations (rebate_id, applied_on, entry_id, invoice_id, amount)"
        " select %s, %s, %s, given.* from unnest(%s::bigint[], %s::numeric[]) as given",
        [
            rebate_id,
            applied_on,
            None if entry is None else post_in_open(connection, entry),
            list(allocations),
            list(allocations.values()),
        ],
    )
    for invoice_id, part in allocations.items():
        if part == invoices[invoice_id].owed:
            letter_when_settled(
                connection,
                invoice_number=invoices[invoice_id].invoice_number,
                company_id=rebate.company_id,
                customer_id=rebate.customer_id,
            )
    if asked == rebate.still_there:
        letter_when_settled(
            connection,
            invoice_number=rebate.rebate_number,
            company_id=rebate.company_id,
            customer_id=rebate.customer_id,
        )


def locked_rebate(connection: Connection, rebate_id: int) -> Rebate:
    """A rebate, kept from others until the transaction ends. Raises NotFound."""
    connection.execute("select from erp.rebates where rebate_id = %s for update", [rebate_id])
    found = first(
        connection,
        Rebate,
        "select rebate_id, rebate_number, company_id, customer_id, posted_on,"
        " companies.currency_code, gross_amount, erp.rebate_left(rebate_id) as still_there"
        " from erp.rebates join erp.companies using (company_id) where rebate_id = %s",
        [rebate_id],
    )
    if found is None:
        raise NotFound("rebate", rebate_id)
    return found


def _parts(bought: Sequence[_Bought], rate: Decimal) -> list[Taxed]:
    """A share of each VAT of which more was bought than credited, on the accounts of its kinds."""
    parts = []
    for of_one, _ in _by_tax(bought):
        given = shared({REVENUE[each.kind].rebates: each.net_amount for each in of_one}, rate)
        net = sum(given.values(), ZERO)
        tax = to_cents(net * of_one[0].tax_rate)
        parts.append(
            Taxed(
                {account: Amount(amount, amount) for account, amount in given.items()},
                Amount(tax, tax),
                code=of_one[0].tax_code,
            )
        )
    return parts


def _by_tax(bought: Sequence[_Bought]) -> list[tuple[list[_Bought], Decimal]]:
    """What was bought of each VAT with its worth, where there is any."""
    grouped = (
        list(each) for _, each in groupby(bought, key=lambda each: (each.tax_code, each.tax_rate))
    )
    summed = ((each, sum((one.net_amount for one in each), ZERO)) for each in grouped)
    return [(each, worth) for each, worth in summed if worth > 0]


def _require_first(connection: Connection, span: Mapping[str, object], named: str) -> None:
    before = first(
        connection,
        _Before,
        "select rebate_number, starts_on, ends_on from erp.rebates"
        " where customer_id = %(customer)s and company_id = %(company)s"
        " and starts_on <= %(end)s and ends_on >= %(start)s limit 1",
        span,
    )
    if before is not None:
        raise RebateGranted(named, before.rebate_number, before.starts_on, before.ends_on)


def _bought(connection: Connection, span: Mapping[str, object]) -> list[_Bought]:
    return every(
        connection,
        _Bought,
        "with moved as (select lines.product_id, lines.tax_code, lines.tax_rate,"
        "  lines.net_amount_base as amount"
        "  from erp.invoice_lines as lines join erp.invoices using (invoice_id)"
        "  where customer_id = %(customer)s and company_id = %(company)s"
        "  and posted_on between %(start)s and %(end)s"
        " union all select lines.product_id, lines.tax_code, lines.tax_rate, -lines.net_amount_base"
        "  from erp.credit_note_lines as lines join erp.credit_notes using (credit_note_id)"
        "  where customer_id = %(customer)s and company_id = %(company)s"
        "  and posted_on between %(start)s and %(end)s)"
        " select kind, tax_code, tax_rate, sum(amount) as net_amount from moved"
        " join erp.products using (product_id)"
        " group by kind, tax_code, tax_rate order by tax_code, tax_rate, kind",
        span,
    )
