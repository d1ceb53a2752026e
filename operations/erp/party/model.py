"""What a customer is, and which tax its country entails."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from operations.errors import InvalidValue

HOME_COUNTRY: Final = "FR"
HOME_TAX_RATE: Final = Decimal("0.20")


@dataclass(frozen=True)
class Customer:
    """A customer as documents need it; ``payment_terms_days`` counts from the invoice."""

    customer_id: int
    customer_number: str
    name: str
    country_code: str
    payment_terms_days: int

    @property
    def tax_rate(self) -> Decimal:
        """VAT at home; none on goods that leave the country: the buyer declares it there."""
        return HOME_TAX_RATE if self.country_code == HOME_COUNTRY else Decimal(0)


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
