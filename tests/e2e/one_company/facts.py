"""What happened in a small company: no system's words, no system's shape.

Two firms, one with its books in francs and codes of its own; a customer with two addresses, one
abroad, one that is not served any more, a prospect; goods sold by the dozen, returned, made cheaper
afterwards; a down-payment; an invoice that was never posted; deals open, won, lost and put aside.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

AS_OF = dt.date(2025, 6, 30)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@dataclass(frozen=True)
class Firm:
    """``rates``: from which day one unit of its currency is worth how much in euros.

    ``codes``: what its chart calls an account that the other firm's calls otherwise.
    """

    key: int
    name: str
    currency: str
    rates: tuple[tuple[dt.date, Decimal], ...] = ()
    codes: tuple[tuple[str, str], ...] = ()

    def code_of(self, account: str) -> str:
        """The account's code in this firm's books."""
        return dict(self.codes).get(account, account)


FIRMS = (
    Firm(1, "Nord SA", "EUR"),
    Firm(
        2,
        "Sud SA",
        "CHF",
        ((day("2024-01-01"), Decimal("1.25")), (day("2025-03-01"), Decimal("1.05263158"))),
        (("707000", "707200"), ("411000", "411900")),
    ),
)


@dataclass(frozen=True)
class Party:
    key: int
    number: str | None
    name: str
    country: str | None = None
    city: str | None = None
    legal_id: str | None = None
    segment: str | None = None
    created: str = "2024-11-05"
    is_customer: bool = True
    is_served: bool = True


PARTIES = (
    Party(10, "C001", "Durand SA", "FR", "Lyon", "552100554", "Commerce"),
    Party(11, "C002", "Brug & Zoon BV", "BE", "Brugge", None, "Bâtiment"),
    Party(12, None, "Ürün «Atölye»", "TR", None, None, None, "2025-04-01"),
    Party(13, "C004", "Ancien client", "FR", "Metz", None, "Commerce", is_served=False),
    Party(14, "S001", "Fournisseur", "FR", "Lille", is_customer=False),
)


@dataclass(frozen=True)
class Product:
    """``cost``: of one unit, today; None where nobody knows it."""

    key: int
    number: str | None
    name: str
    category: str
    subcategory: str | None
    price: str
    cost: str | None
    is_sold: bool = True


PRODUCTS = (
    Product(20, "P1", "Pompe", "Pompes", "Petites", "25.0000", "10.5000"),
    Product(21, "P2", "Tuyau", "Tuyaux", None, "1.2500", "0.5000"),
    Product(22, "P3", "Pose", "Services", None, "60.0000", None),
    Product(23, "P4", "Ancienne pompe", "Pompes", "Grandes", "400.0000", "250.0000", is_sold=False),
    # Odoo lets it bear P1 still; it is another product all the same.
    Product(24, None, "Pompe 2019", "Pompes", "Petites", "20.0000", "9.0000", is_sold=False),
)


@dataclass(frozen=True)
class Order:
    """``at``: when it was made, UTC; ``day`` is what the calendar on the wall showed."""

    key: int
    number: str
    firm: int
    at: str
    day: str
    seller: str


ORDERS = (
    Order(30, "S00030", 1, "2025-01-10 08:15:00", "2025-01-10", "Vente Nord"),
    Order(31, "S00031", 2, "2025-02-01 23:30:00", "2025-02-02", "Vente Sud"),
)


@dataclass(frozen=True)
class Sold:
    """What a line of an invoice sells; ``packs`` of ``pack_size`` units.

    ``issued``: what the goods were worth that left for it; ``expected``: what one unit was believed
    to cost; ``returned``: how many units came back, of a credit note.
    """

    product: int | None
    packs: str
    price: str
    pack_size: int = 1
    order: int | None = None
    issued: str | None = None
    expected: str | None = None
    returned: str | None = None
    is_down_payment: bool = False


@dataclass(frozen=True)
class Line:
    """``amount``: debit is positive. ``foreign``: the same in the document's currency."""

    key: int
    account: str
    amount: str
    party: int | None = None
    label: str | None = None
    due: str | None = None
    letter: int | None = None
    foreign: str | None = None
    sold: Sold | None = None


@dataclass(frozen=True)
class Entry:
    """``kind``: invoice, credit, purchase or payment; what is not posted never happened."""

    key: int
    number: str
    kind: str
    firm: int
    posted: str
    lines: tuple[Line, ...]
    seller: str | None = None
    reference: str | None = None
    currency: str | None = None
    is_posted: bool = True


@dataclass(frozen=True)
class Deal:
    """``status``: open, won, lost; or aside, what nobody counts any more."""

    key: int
    name: str
    party: int
    status: str
    stage: str
    amount: str
    probability: str
    created: str
    firm: int = 1
    expected: str | None = None
    closed: str | None = None


DEALS = (
    Deal(40, "Pompes Lyon", 10, "won", "Gagné", "500.00", "1", "2025-01-05", closed="2025-01-10"),
    Deal(
        41,
        "Atelier",
        12,
        "open",
        "Proposition",
        "1000.00",
        "0.4",
        "2025-04-02",
        expected="2025-08-31",
    ),
    Deal(
        42, "Chantier", 11, "lost", "Proposition", "300.00", "0", "2025-02-11", closed="2025-03-15"
    ),
    Deal(43, "Genève", 11, "won", "Gagné", "80.01", "1", "2025-01-31", 2, closed="2025-02-01"),
    Deal(44, "Oublié", 10, "aside", "Proposition", "9000.00", "0.2", "2025-01-06"),
)
