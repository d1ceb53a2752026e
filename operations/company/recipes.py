"""Recipes: of what and in which steps the workshop makes each of its articles.

Three fifths of what an article costs are material and the rest is work, so the price list decides
how heavy it is and how long it takes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from operations.company.assortment import Assortment, Sold
from operations.company.catalogue import Article
from operations.company.world import World
from operations.erp.catalog import commands as catalog
from operations.erp.catalog.structure import Component, Operation

QUANTITY: Final = Decimal("0.0001")
PRICE: Final = Decimal("0.0001")
GRAM: Final = Decimal("0.001")
MATERIAL_SHARE: Final = Decimal("0.6")
BRASS_SHARE: Final = Decimal("0.3")
SPRINGS: Final = Decimal(3)
# What is cut away from the sheets.
STEEL_LOST: Final = Decimal("0.04")
# How many times the usual quantity of an order is made at once, by and large.
USUAL_LOT: Final = 4
HOURS_A_DAY: Final = Decimal(7)
RISE_A_YEAR: Final = Decimal("1.025")
# Code, name of the place and of what is done there, an hour's cost, share of the work, setup hours.
CENTRES: Final = (
    ("USI", "Usinage", Decimal("38.00"), Decimal("0.55"), Decimal("0.50")),
    ("MON", "Montage", Decimal("33.00"), Decimal("0.45"), Decimal("0.25")),
)


@dataclass(frozen=True)
class Part:
    """So much of a material is in a piece; ``lost`` is the share of it that is cut away."""

    material: Sold
    quantity: Decimal
    lost: Decimal

    def needs(self, pieces: Decimal) -> Decimal:
        """What is taken from the stock for so many pieces."""
        return (self.quantity * pieces / (1 - self.lost)).quantize(QUANTITY, ROUND_HALF_UP)


@dataclass(frozen=True)
class Step:
    """An operation of a routing, with its number and the code of its work centre."""

    number: int
    centre: str
    run_hours: Decimal
    setup_hours: Decimal

    def hours(self, pieces: Decimal) -> Decimal:
        """How long so many pieces should take."""
        return self.setup_hours + self.run_hours * pieces


@dataclass(frozen=True)
class Recipe:
    """How an article is made."""

    sold: Sold
    parts: tuple[Part, ...]
    steps: tuple[Step, ...]

    def needs(self, pieces: Decimal) -> dict[str, Decimal]:
        """What so many pieces take of each material, by its number."""
        return {part.material.number: part.needs(pieces) for part in self.parts}

    def days(self, pieces: Decimal) -> int:
        """How many days so many pieces take: half of them they wait for the next step."""
        hours = sum((step.hours(pieces) for step in self.steps), Decimal(0))
        return 2 * int(hours // HOURS_A_DAY) + 2


class Recipes:
    """The recipes of the day, and what an hour costs at each work centre."""

    def __init__(self, world: World, assortment: Assortment) -> None:
        self._world = world
        self._assortment = assortment
        self._year = world.start.year
        self._centres: dict[str, int] = {}
        self._recipes: dict[int, Recipe] = {}
        self.hourly_costs: dict[str, Decimal] = {}

    def __iter__(self) -> Iterator[Recipe]:
        """Every recipe, in the order of the price list."""
        return iter(self._recipes.values())

    def of(self, product_id: int) -> Recipe | None:
        """How a product is made; None of one that is bought."""
        return self._recipes.get(product_id)

    def open(self, day: dt.date) -> None:
        """Open the work centres, enter bills of materials and routings, and the cost they make."""
        connection = self._world.connection
        for code, name, hourly_cost, _, _ in CENTRES:
            self._centres[code] = catalog.open_work_centre(
                connection,
                work_centre_code=code,
                name=name,
                hourly_cost=hourly_cost,
                hours_per_day=HOURS_A_DAY,
            )
            self.hourly_costs[code] = hourly_cost
        for sold in self._assortment.sold:
            if sold.article.is_made:
                recipe = Recipe(sold, self._parts(sold.article), _steps(sold.article))
                self._recipes[sold.product_id] = recipe
                self._enter(recipe, day)

    def live(self, day: dt.date) -> None:
        """Each year the hours cost more, and so does what is made."""
        if day.year == self._year:
            return
        self._year = day.year
        connection = self._world.connection
        for code, work_centre_id in self._centres.items():
            self.hourly_costs[code] = (self.hourly_costs[code] * RISE_A_YEAR).quantize(PRICE)
            catalog.change_hourly_cost(
                connection, work_centre_id=work_centre_id, hourly_cost=self.hourly_costs[code]
            )
        for product_id in self._recipes:
            catalog.adopt_rolled_up_cost(connection, product_id=product_id, valid_from=day)

    def _parts(self, article: Article) -> tuple[Part, ...]:
        brass, steel, springs, carton = self._assortment.materials
        fixed = SPRINGS * springs.article.unit_cost + carton.article.unit_cost
        a_kilo = BRASS_SHARE * brass.article.unit_cost
        a_kilo += (1 - BRASS_SHARE) * steel.article.unit_cost / (1 - STEEL_LOST)
        kilos = (article.unit_cost * MATERIAL_SHARE - fixed) / a_kilo
        nothing = Decimal(0)
        return (
            Part(brass, (kilos * BRASS_SHARE).quantize(GRAM), nothing),
            Part(steel, (kilos * (1 - BRASS_SHARE)).quantize(GRAM), STEEL_LOST),
            Part(springs, SPRINGS, nothing),
            Part(carton, Decimal(1), nothing),
        )

    def _enter(self, recipe: Recipe, day: dt.date) -> None:
        connection, product_id = self._world.connection, recipe.sold.product_id
        catalog.set_bill_of_materials(
            connection,
            product_id=product_id,
            components=[
                Component(part.material.product_id, part.quantity, part.lost)
                for part in recipe.parts
            ],
            valid_from=day,
        )
        catalog.set_routing(
            connection,
            product_id=product_id,
            operations=[
                Operation(self._centres[step.centre], name, step.run_hours, step.setup_hours)
                for step, (_, name, _, _, _) in zip(recipe.steps, CENTRES, strict=True)
            ],
            valid_from=day,
            lot_quantity=Decimal(recipe.sold.article.usual_quantity * USUAL_LOT),
        )
        catalog.adopt_rolled_up_cost(connection, product_id=product_id, valid_from=day)


def _steps(article: Article) -> tuple[Step, ...]:
    work = article.unit_cost * (1 - MATERIAL_SHARE)
    return tuple(
        Step(10 * place, code, (work * share / hourly_cost).quantize(GRAM), setup_hours)
        for place, (code, _, hourly_cost, share, setup_hours) in enumerate(CENTRES, start=1)
    )
