"""How much of an invoice a payment settles, in its currency and in ours: pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from operations.erp.purchasing.errors import DiscountNotDue, OverPayment
from operations.erp.purchasing.owed import OpenInvoice
from operations.errors import InvalidValue
from operations.money import require_cents, to_cents


@dataclass(frozen=True)
class Settled:
    """What a payment does to an invoice; amounts below zero when the supplier pays back.

    ``bank_amount_base`` leaves the bank at the rate of the payment, ``settled_amount_base`` leaves
    401 at the rate of the invoice, discount included.
    """

    invoice: OpenInvoice
    amount: Decimal
    discount: Decimal
    bank_amount_base: Decimal
    settled_amount_base: Decimal
    discount_amount_base: Decimal
    discount_tax_base: Decimal

    @property
    def settled_amount(self) -> Decimal:
        """What is settled in the currency of the invoice."""
        return self.amount + self.discount

    @property
    def discount_net_base(self) -> Decimal:
        """What is earned by paying early: the VAT on it is deducted no more."""
        return self.discount_amount_base - self.discount_tax_base

    @property
    def left(self) -> Decimal:
        """What is owed of the invoice then."""
        return self.invoice.open_amount - self.settled_amount

    @property
    def exchange_difference_base(self) -> Decimal:
        """Loss on the rate since the invoice; below zero a gain."""
        return self.bank_amount_base + self.discount_amount_base - self.settled_amount_base


def settled(
    invoice: OpenInvoice, amount: Decimal, discount: Decimal, *, rate: Decimal, paid_on: dt.date
) -> Settled:
    """The part of a payment that an invoice gets. Raises OverPayment, DiscountNotDue."""
    number = invoice.supplier_invoice_number
    what = f"The payment of supplier invoice {number}"
    require_cents(amount, what=what)
    require_cents(discount, what=f"The discount on supplier invoice {number}")
    if not amount or discount < 0:
        raise InvalidValue(
            f"{what} is {amount}, its discount {discount}.",
            remedy="Give an amount, and a discount of zero or more.",
        )
    owed = invoice.open_amount
    asked = amount + discount
    if not min(owed, Decimal(0)) <= asked <= max(owed, Decimal(0)):
        raise OverPayment(number, asked=asked, owed=owed)
    if discount:
        _require_due(invoice, discount, paid_on)
    base = invoice.open_amount_base if asked == owed else to_cents(asked * invoice.exchange_rate)
    discount_base = to_cents(discount * invoice.exchange_rate)
    tax_share = invoice.tax_amount / invoice.gross_amount if invoice.gross_amount else Decimal(0)
    return Settled(
        invoice=invoice,
        amount=amount,
        discount=discount,
        bank_amount_base=to_cents(amount * rate),
        settled_amount_base=base,
        discount_amount_base=discount_base,
        discount_tax_base=to_cents(discount_base * tax_share),
    )


def _require_due(invoice: OpenInvoice, discount: Decimal, paid_on: dt.date) -> None:
    number = invoice.supplier_invoice_number
    if invoice.discount_until is None:
        raise DiscountNotDue(
            f"Supplier invoice {number} has no discount for paying early.",
            remedy="Pay it whole, or record the supplier's credit note.",
        )
    if paid_on > invoice.discount_until:
        raise DiscountNotDue(
            f"Supplier invoice {number} had a discount until {invoice.discount_until}, "
            f"not on {paid_on}.",
            remedy="Pay it whole.",
        )
    most = to_cents((invoice.gross_amount - invoice.credited_gross) * invoice.discount_rate)
    most -= invoice.discounted
    if discount > most:
        raise DiscountNotDue(
            f"Supplier invoice {number}: a discount of {discount} is more than what is left of "
            f"it, {most}.",
            remedy=f"Take at most {most}.",
        )
