"""Which VAT a sale or a purchase bears."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from operations.database.connection import Connection
from operations.erp.party.companies import company

HOME_RATE: Final = Decimal("0.20")


def rate_for(
    connection: Connection, *, company_id: int, party_country: str, product_id: int | None = None
) -> Decimal:
    """The rate between a company and a party: VAT at home, none over the border."""
    del product_id  # one rate for all goods
    at_home = company(connection, company_id).country_code == party_country
    return HOME_RATE if at_home else Decimal(0)
