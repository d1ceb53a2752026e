"""The company's clients, as its sellers know them."""

from __future__ import annotations

from dataclasses import dataclass, field

from operations.company.firms import Firm


@dataclass
class Record:
    """A customer of the books: a key, and the number that people read."""

    customer_id: int
    number: str


@dataclass
class Client:
    """A firm that one sells to: an account, and customers from its first order on.

    ``company`` is the code of the one that sells to it, ``currency`` what it pays in. A second
    customer record is somebody's mistake: orders go to either.
    """

    firm: Firm
    account_id: int
    seller: str
    company: str
    currency: str
    contact_id: int | None = None
    customers: list[Record] = field(default_factory=list)
    # Lost for good: nothing is ordered any more.
    has_left: bool = False
