"""What a customer or a supplier is, for the documents that name it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal

from operations.erp.party import terms
from operations.errors import InvalidValue


@dataclass(frozen=True)
class Party:
    """What customers and suppliers have in common; ``payment_terms_days`` is ``net_days``."""

    name: str
    country_code: str
    payment_terms_days: int
    is_end_of_month: bool
    day_of_month: int | None
    discount_days: int | None
    discount_rate: Decimal | None
    currency_code: str
    vat_number: str | None

    @property
    def terms(self) -> terms.PaymentTerms:
        """When this party's invoices are due, and what paying early takes off."""
        return terms.PaymentTerms(
            self.payment_terms_days,
            self.is_end_of_month,
            self.day_of_month,
            self.discount_days,
            self.discount_rate,
        )

    def due_on(self, invoiced_on: dt.date) -> dt.date:
        """When an invoice of a day is due."""
        return terms.due_on(self.terms, invoiced_on)


@dataclass(frozen=True)
class Customer(Party):
    """A customer as documents need it.

    ``credit_limit`` is in ``credit_currency_code``; ``parent_customer_id`` is the firm of a site,
    the group of a firm; ``seller_id`` who sells to it when nobody else is named.
    """

    customer_id: int
    customer_number: str
    seller_id: int | None
    parent_customer_id: int | None
    price_list_id: int | None
    credit_limit: Decimal | None
    credit_currency_code: str | None
    blocked_on: dt.date | None
    block_reason: str | None
    row_version: int


@dataclass(frozen=True)
class Supplier(Party):
    """A supplier as documents need it."""

    supplier_id: int
    supplier_number: str
    row_version: int


def require_name(name: str, *, of: str) -> None:
    """Refuse a name without a letter or digit."""
    if not any(character.isalnum() for character in name):
        raise InvalidValue(f"The name of the {of} is empty.", remedy="Give it a name.")


def require_country(country_code: str, *, of: str) -> None:
    """Refuse what is not two capital letters, such as FR."""
    if not re.fullmatch("[A-Z]{2}", country_code):
        raise InvalidValue(
            f"The country of {of} is {country_code!r}.",
            remedy="Give its ISO code of two capital letters, such as FR.",
        )
