"""What the sample company sells: families of articles, their list prices and their margins."""

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
    """One thing on the price list; ``unit_cost`` is what it costs on the first day, in euros.

    ``is_made`` says that the parent makes it in its workshop.
    """

    name: str
    category: str
    subcategory: str
    list_price: Decimal
    unit_cost: Decimal
    usual_quantity: int

    @property
    def is_made(self) -> bool:
        """Whether it comes from the workshop of the parent."""
        return self.category == MADE


@dataclass(frozen=True)
class Material:
    """What the workshop works with; ``unit_cost`` is of the first day, in euros."""

    name: str
    unit_code: str
    unit_cost: Decimal


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


MADE: Final = "Serrurerie"
MATERIALS: Final = (
    Material("Ébauche laiton", "KG", Decimal("7.40")),
    Material("Tôle acier 2 mm", "KG", Decimal("1.85")),
    Material("Ressort et goupilles", "PCE", Decimal("0.62")),
    Material("Emballage carton", "PCE", Decimal("0.38")),
)
# What of the materials goes into an article of the workshop, by its first price: in units.
RECIPE: Final = (Decimal("0.5"), Decimal("1.2"), Decimal(3), Decimal(1))

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
