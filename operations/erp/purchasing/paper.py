"""The head of a supplier's invoice: whose it is, its number and dates, its currency and terms."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection
from operations.erp.accounting.currencies import RATE_DECIMALS as EXCHANGE_DECIMALS
from operations.erp.accounting.currencies import rate_on
from operations.erp.accounting.periods import require_open
from operations.erp.party.companies import company
from operations.erp.party.suppliers import Supplier, supplier
from operations.erp.party.terms import discount_until
from operations.erp.purchasing.errors import TooEarly
from operations.erp.purchasing.references import require_new_invoice
from operations.errors import InvalidValue
from operations.money import RATE_DECIMALS, require_exact


@dataclass(frozen=True)
class Discount:
    """What need not be paid of an invoice (0 to 1, of its gross amount) until a day."""

    rate: Decimal
    until: dt.date

    def __post_init__(self) -> None:
        """Refuse a discount of nothing, or of all."""
        require_exact(self.rate, decimals=RATE_DECIMALS, what="The discount")
        if not 0 < self.rate < 1:
            raise InvalidValue(
                f"The discount is {self.rate}.", remedy="Give a rate between 0 and 1: 0.02 is 2 %."
            )


@dataclass(frozen=True)
class Paper:
    """What is written at the head of an invoice, checked."""

    company_id: int
    seller: Supplier
    reference: str
    invoiced_on: dt.date
    posted_on: dt.date
    due_on: dt.date
    discount: Discount | None
    currency_code: str
    exchange_rate: Decimal
    is_foreign: bool

    @property
    def document(self) -> str:
        """The invoice as refusals name it."""
        return named(self.reference, self.seller)


def named(reference: str, seller: Supplier) -> str:
    """An invoice as refusals name it, before it has a number of ours."""
    return f"invoice {reference} of supplier {seller.supplier_number}"


def paper(
    connection: Connection,
    *,
    company_id: int,
    supplier_id: int,
    reference: str,
    posted_on: dt.date,
    invoiced_on: dt.date | None = None,
    due_on: dt.date | None = None,
    discount: Discount | None = None,
    currency_code: str | None = None,
    exchange_rate: Decimal | None = None,
) -> Paper:
    """The head of a new invoice; what is not given is the supplier's terms and the day's rate.

    Raises DuplicateReference, TooEarly, PeriodClosed, NoRate, InvalidValue, NotFound.
    """
    seller = supplier(connection, supplier_id)
    document = named(reference, seller)
    written_on = invoiced_on or posted_on
    due = due_on or seller.due_on(written_on)
    taken_off = discount or _usual(seller, written_on)
    for what, day, earliest in (
        ("posting", posted_on, written_on),
        ("due date", due, written_on),
        ("discount", taken_off.until if taken_off else written_on, written_on),
    ):
        if day < earliest:
            raise TooEarly(what, day, of=f"the {document}", earliest=earliest)
    require_new_invoice(connection, reference, seller=seller, company_id=company_id)
    require_open(connection, posted_on, document=document, company_id=company_id)
    home = company(connection, company_id).currency_code
    currency = currency_code or seller.currency_code
    if exchange_rate is not None:
        require_exact(exchange_rate, decimals=EXCHANGE_DECIMALS, what="The exchange rate")
        if exchange_rate <= 0 or (currency == home and exchange_rate != 1):
            raise InvalidValue(
                f"The exchange rate of {document} is {exchange_rate}.",
                remedy="Give what one unit of its currency is worth in ours.",
            )
    return Paper(
        company_id=company_id,
        seller=seller,
        reference=reference.strip(),
        invoiced_on=written_on,
        posted_on=posted_on,
        due_on=due,
        discount=taken_off,
        currency_code=currency,
        exchange_rate=exchange_rate
        or rate_on(connection, from_currency=currency, to_currency=home, on=posted_on),
        is_foreign=currency != home,
    )


def _usual(seller: Supplier, written_on: dt.date) -> Discount | None:
    """The discount that the supplier's terms give for paying early."""
    terms = seller.terms
    until = discount_until(terms, written_on)
    if until is None or terms.discount_rate is None:
        return None
    return Discount(terms.discount_rate, until)
