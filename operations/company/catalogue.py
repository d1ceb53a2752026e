"""What the sample company sells and works with: articles, their prices and margins, materials."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final


@dataclass(frozen=True)
class Family:
    """A subcategory: its articles are the sizes of one thing."""

    category: str
    name: str
    sizes: tuple[str, ...]
    first_price: Decimal
    price_step: Decimal
    margin_rate: Decimal
    usual_quantity: int


@dataclass(frozen=True)
class Article:
    """One thing of the catalogue; ``unit_cost`` is what it costs on the first day, in euros.

    It is sold, and ``is_made`` says that the parent makes it in its workshop; or it is a material.
    """

    name: str
    category: str
    subcategory: str
    list_price: Decimal
    unit_cost: Decimal
    usual_quantity: int
    unit_code: str = "PCE"

    @property
    def is_made(self) -> bool:
        """Whether it comes from the workshop of the parent."""
        return self.category == MADE


def _family(  # noqa: PLR0917  a row of the price list
    category: str, name: str, sizes: str, price: str, step: str, margin: str, quantity: int
) -> Family:
    return Family(
        category,
        name,
        tuple(sizes.split("|")),
        Decimal(price),
        Decimal(step),
        Decimal(margin),
        quantity,
    )


def _material(name: str, category: str, unit_code: str, cost: str, quantity: int) -> Article:
    """What the workshop works with: nobody sells it, so its list price is what it costs."""
    unit_cost = Decimal(cost)
    return Article(name, category, "Atelier", unit_cost, unit_cost, quantity, unit_code)


MADE: Final = "Serrurerie"
# What the subsidiary buys of the parent.
WITHIN_THE_GROUP: Final = (MADE, "Visserie")
MATERIALS: Final = (
    _material("Ébauche laiton", "Matières", "KG", "7.40", 50),
    _material("Tôle acier 2 mm", "Matières", "KG", "1.85", 100),
    _material("Ressort et goupilles", "Mécanismes", "PCE", "0.62", 200),
    _material("Emballage carton", "Matières", "PCE", "0.38", 100),
)

FAMILIES = (
    _family("Visserie", "Vis à bois", "4×30|4×40|5×50|6×80", "6.40", "1.15", "0.46", 60),
    _family("Visserie", "Boulon inox", "M6|M8|M10|M12", "9.80", "2.30", "0.44", 40),
    _family("Visserie", "Cheville", "6 mm|8 mm|10 mm|12 mm", "4.90", "0.85", "0.48", 50),
    _family("Outillage", "Perceuse", "10,8 V|18 V|18 V compacte|36 V", "89", "46.50", "0.32", 4),
    _family("Outillage", "Coffret de douilles", "26|56|94|172", "38.50", "27", "0.37", 5),
    _family("Outillage", "Niveau laser", "10 m|20 m|30 m|60 m", "119", "62", "0.33", 3),
    _family("Serrurerie", "Cylindre", "30×30|30×40|40×40|40×50", "24.90", "5.10", "0.40", 12),
    _family("Serrurerie", "Serrure trois points", "1 clé|2 clés|3 clés", "148", "36", "0.35", 4),
    _family("Serrurerie", "Ferme-porte", "EN 2|EN 3|EN 4|EN 5", "54", "13.40", "0.36", 6),
    _family("Électricité", "Câble R2V", "3G1,5|3G2,5|5G2,5|5G6", "78", "41", "0.29", 8),
    _family("Électricité", "Tableau", "1 rangée|2 rangées|3 rangées", "42", "23.50", "0.34", 6),
    _family("Électricité", "Projecteur", "20 W|50 W|100 W|200 W", "27.50", "21", "0.36", 8),
    _family("Quincaillerie", "Charnière", "80 mm|100 mm|120 mm|140 mm", "3.60", "0.95", "0.44", 40),
    _family("Quincaillerie", "Équerre", "60|90|120|150", "2.20", "0.65", "0.43", 60),
    _family("Quincaillerie", "Glissière", "300|400|500|600", "11.20", "2.60", "0.37", 24),
    _family("Quincaillerie", "Roulette", "50 kg|80 kg|120 kg|200 kg", "7.90", "3.70", "0.39", 20),
)


def articles() -> Iterator[Article]:
    """Every article, in the order of the price list."""
    for family in FAMILIES:
        for position, size in enumerate(family.sizes):
            price = family.first_price + family.price_step * position
            cost = (price * (1 - family.margin_rate)).quantize(Decimal("0.0001"))
            yield Article(
                name=f"{family.name} {size}",
                category=family.category,
                subcategory=family.name,
                list_price=price,
                unit_cost=cost,
                usual_quantity=family.usual_quantity,
            )
