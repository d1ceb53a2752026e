"""What is given back of an invoice: of which line, with which VAT; the last one takes the rest.

Pure: from an invoice and what was asked to the lines of a credit note.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

from operations.erp.accounting.vat import Tax
from operations.erp.sales.errors import NoLines, NotInDocument, OverCredit, OverCreditOfFreight
from operations.erp.sales.model import (
    NOTHING,
    ZERO,
    Amount,
    Totals,
    require_amount,
    require_quantity,
    share_of,
    totals,
)
from operations.erp.sales.revenue import GOODS
from operations.erp.sales.taxes import Taxed, taxed, with_tax_of
from operations.errors import InvalidValue
from operations.money import require_cents

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
    company_id: int = 1
    exchange_rate: Decimal = Decimal(1)
    tax_amount_base: Decimal = ZERO
    credited_tax_base: Decimal = ZERO
    freight_amount: Decimal = ZERO
    freight_amount_base: Decimal = ZERO
    credited_freight: Decimal = ZERO
    credited_freight_base: Decimal = ZERO
    tax_rate: Decimal | None = None
    tax_code: str | None = None

    @property
    def tax(self) -> Amount:
        """VAT that was invoiced."""
        return Amount(self.tax_amount, self.tax_amount_base)

    @property
    def tax_left(self) -> Amount:
        """VAT that was not given back yet."""
        return self.tax - Amount(self.credited_tax, self.credited_tax_base)

    @property
    def freight(self) -> Amount:
        """Transport that was billed, ex VAT."""
        return Amount(self.freight_amount, self.freight_amount_base)

    @property
    def freight_left(self) -> Amount:
        """Transport that was not given back yet."""
        return self.freight - Amount(self.credited_freight, self.credited_freight_base)


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
    net_amount_base: Decimal = ZERO
    credited_net_base: Decimal = ZERO
    tax_code: str | None = None
    kind: str = GOODS

    @property
    def net(self) -> Amount:
        """What was invoiced, ex VAT."""
        return Amount(self.net_amount, self.net_amount_base)

    @property
    def net_left(self) -> Amount:
        """What was not given back yet, ex VAT."""
        return self.net - Amount(self.credited_net, self.credited_net_base)


@dataclass(frozen=True)
class CreditLine:
    """What is given back of an invoice line; a better price moves no goods and no cost."""

    line: InvoicedLine
    quantity: Decimal
    net_amount: Decimal
    cost_amount: Decimal

    @property
    def net(self) -> Amount:
        """What is given back ex VAT; the last of a line takes what is left in the books."""
        return self.line.net_left.part(self.net_amount, of=self.line.net)


def planned(
    invoice_number: str,
    invoiced: Sequence[InvoicedLine],
    reason: Reason,
    lines: Mapping[int, Decimal],
    *,
    is_freight: bool = False,
) -> list[CreditLine]:
    """What is given back of which line. Raises OverCredit, NotInDocument."""
    if reason not in get_args(Reason):
        raise InvalidValue(
            f"The credit note for invoice {invoice_number} has the reason {reason!r}.",
            remedy=f"Give one of: {', '.join(get_args(Reason))}.",
        )
    if not lines and not is_freight:
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


def credited_totals(
    invoice: Invoice, plan: Sequence[CreditLine], freight: Amount = NOTHING
) -> Totals:
    """The sums of a credit note; the last one gives back the last cent of tax, and no more."""
    carried = (freight.document, invoice.tax_rate or ZERO)
    sums = totals([*((given.net_amount, given.line.tax_rate) for given in plan), carried])
    left = invoice.tax_amount - invoice.credited_tax
    is_last = sums.net_amount == invoice.net_amount - invoice.credited_net
    return Totals(sums.net_amount, left if is_last else min(sums.tax_amount, left))


def credited_parts(invoice: Invoice, plan: Sequence[CreditLine], freight: Amount) -> list[Taxed]:
    """The same by code of VAT, and in company currency at the invoice's rate of exchange."""
    parts = taxed(
        [
            (given.line.kind, given.net, _tax(given.line.tax_rate, given.line.tax_code))
            for given in plan
        ],
        (freight, _tax(invoice.tax_rate or ZERO, invoice.tax_code)),
        invoice.exchange_rate,
    )
    tax = credited_totals(invoice, plan, freight).tax_amount
    return with_tax_of(parts, invoice.tax_left.part(tax, of=invoice.tax))


def credited_freight(invoice: Invoice, asked: Decimal) -> Amount:
    """What is given back of the billed transport. Raises OverCreditOfFreight."""
    require_amount(asked, what=f"The freight credited on invoice {invoice.invoice_number}")
    if asked == 0:
        return NOTHING
    left = invoice.freight_left
    if asked > left.document:
        raise OverCreditOfFreight(invoice.invoice_number, asked=asked, remaining=left.document)
    return left.part(asked, of=invoice.freight)


def _tax(rate: Decimal, code: str | None) -> Tax:
    """The VAT of a line as it was invoiced, whatever holds today."""
    return Tax(code or "", rate, None, None, "sale")


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
