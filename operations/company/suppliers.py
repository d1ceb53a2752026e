"""Of whom the sample company buys: suppliers with invented names, their habits and their prices."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final


@dataclass(frozen=True)
class Source:
    """A supplier: what it sells, in which currency, how soon, and how often it is late.

    ``freight_rate`` is what a forwarder asks afterwards, as a share of the goods' worth.
    """

    name: str
    country_code: str
    currency: str
    categories: tuple[str, ...]
    lead_days: int
    late_rate: float
    freight_rate: Decimal = Decimal(0)


SOURCES: Final = (
    Source("Boulonnerie du Forez SAS", "FR", "EUR", ("Visserie",), 10, 0.1),
    Source("Tréfileries de la Loire SA", "FR", "EUR", ("Matières",), 8, 0.1),
    Source("Feinmechanik Emme AG", "CH", "CHF", ("Mécanismes",), 12, 0.1),
    Source("Werkzeug Schwarzwald GmbH", "DE", "EUR", ("Outillage",), 14, 0.15),
    Source("Cavi del Piemonte SpA", "IT", "EUR", ("Électricité",), 18, 0.25),
    Source(
        "Ningbo Harbour Hardware Co",
        "CN",
        "USD",
        ("Quincaillerie",),
        45,
        0.35,
        Decimal("0.08"),
    ),
)
FORWARDER: Final = Source("Transit Fos Logistique SARL", "FR", "EUR", (), 0, 0)


def source_of(category: str) -> Source:
    """Who sells a category."""
    return next(source for source in SOURCES if category in source.categories)
