"""The assortment: what the group sells and makes it of, what it costs, at which price it goes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import Final

from operations.company import books
from operations.company.catalogue import MATERIALS, Article, articles
from operations.company.clients import Client
from operations.company.world import World
from operations.erp.catalog import commands as catalog
from operations.erp.sales.model import Line
from operations.erp.stock import commands as stock
from operations.erp.stock.model import ProductKind

CENT: Final = Decimal("0.01")
PRICE: Final = Decimal("0.0001")
RISE_A_YEAR: Final = Decimal("1.03")
# Prices in other currencies are set once, not converted day by day.
PRICE_FACTOR: Final = {"EUR": Decimal(1), "CHF": Decimal("1.04"), "GBP": Decimal("0.88")}


@dataclass
class Sold:
    """An article with its key, its number and what a supplier asks for it now, in euros.

    Of what is made nobody asks anything: ``unit_cost`` stays what it was on the first day.
    """

    product_id: int
    number: str
    article: Article
    unit_cost: Decimal


class Assortment:
    """Every article that is sold, every material, and the prices of the day."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._random = world.chance("assortment")
        self._year = world.start.year
        self._by_key: dict[int, Sold] = {}
        self.sold: list[Sold] = []
        self.materials: list[Sold] = []

    def open(self, day: dt.date) -> None:
        """Enter every article, with its cost of the first day."""
        for article in articles():
            kind: ProductKind = "finished" if article.is_made else "goods"
            self.sold.append(self._enter(article, kind, day))
        self.materials += [self._enter(article, "material", day) for article in MATERIALS]

    def _enter(self, article: Article, kind: ProductKind, day: dt.date) -> Sold:
        """Enter one into the catalogue; what is made costs what its recipe says."""
        connection = self._world.connection
        product_id = catalog.register_product(
            connection,
            name=article.name,
            category=article.category,
            subcategory=article.subcategory,
            list_price=article.list_price,
            unit_code=article.unit_code,
        )
        stock.keep_product(connection, product_id=product_id, kind=kind, valuation="average")
        if not article.is_made:
            catalog.set_cost(
                connection, product_id=product_id, unit_cost=article.unit_cost, valid_from=day
            )
        number = books.number_of(connection, "product", product_id)
        sold = self._by_key[product_id] = Sold(product_id, number, article, article.unit_cost)
        return sold

    def live(self, day: dt.date) -> None:
        """Suppliers' new price lists each year: up to 6 % more, now and then less."""
        if day.year == self._year:
            return
        self._year = day.year
        for sold in (*self.sold, *self.materials):
            if sold.article.is_made:
                continue
            change = Decimal(self._random.randrange(-10, 61)) / 1000
            sold.unit_cost = (sold.unit_cost * (1 + change)).quantize(PRICE)
            catalog.set_cost(
                self._world.connection,
                product_id=sold.product_id,
                unit_cost=sold.unit_cost,
                valid_from=day,
            )

    def of(self, product_id: int) -> Sold:
        """The article with a key."""
        return self._by_key[product_id]

    def named(self, product_id: int) -> str:
        """What people call an article when they speak of a deal."""
        return self._by_key[product_id].article.subcategory

    def basket(self, client: Client, day: dt.date, *, larger: int, random: Random) -> list[Line]:
        """What a client buys on a day: some articles, in his usual size, at his discount."""
        years = day.year - self._world.start.year
        factor = RISE_A_YEAR**years * PRICE_FACTOR[client.currency]
        discount = Decimal(min(10, client.firm.weight + random.randrange(4))) / 100
        most = min(self._world.size.lines_an_order, len(self.sold))
        lines = []
        for sold in random.sample(self.sold, random.randrange(1, most + 1)):
            usual = sold.article.usual_quantity * larger
            quantity = max(1, round(usual * random.uniform(0.4, 1.8)))
            price = (sold.article.list_price * factor).quantize(CENT)
            lines.append(Line(sold.product_id, Decimal(quantity), price, discount))
        return lines


def resized(line: Line, share: Decimal) -> Line:
    """A line of the same price for more or less goods, one at least."""
    return replace(line, quantity=max(Decimal(1), (line.quantity * share).quantize(Decimal(1))))
