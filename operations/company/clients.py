"""The company's clients, as its sellers know them."""

from __future__ import annotations

from dataclasses import dataclass

from operations.company.firms import Firm


@dataclass
class Client:
    """A firm in the books: an account, and a customer from its first order on."""

    firm: Firm
    account_id: int
    seller: str
    customer_id: int | None = None
