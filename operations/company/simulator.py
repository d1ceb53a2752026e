"""The company lives: day by day it sells, delivers, invoices and is paid, by the commands alone.

Everything that chance decides comes from one seeded generator, so a seed tells the whole story.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from operations.company.agenda import Agenda, Deed, is_working_day
from operations.company.catalogue import Article, articles
from operations.company.clients import Client
from operations.company.firms import firm
from operations.company.fulfilment import Fulfilment
from operations.crm.accounts import commands as accounts
from operations.crm.opportunities import commands as opportunities
from operations.database.connection import Connection
from operations.erp.catalog import commands as catalog
from operations.erp.party import commands as party
from operations.erp.sales import commands as sales
from operations.erp.sales.model import Line

Progress = Callable[[dt.date, int, int], None]
SELLERS = ("Vente Nord", "Vente Rhône-Alpes", "Vente Sud", "Grands comptes", "Export")
# Orders a month against an even year: builders are slow in August and at the year's end.
SEASON = (0.9, 0.95, 1.1, 1.1, 1.1, 1.15, 1.0, 0.55, 1.15, 1.15, 1.05, 0.8)
GROWTH_A_YEAR = 0.12
OPPORTUNITIES_A_DAY = 2.7
REPEAT_ORDERS_A_DAY = 1.3
WIN_RATE = 0.56
FIRST_CUSTOMERS = 45
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Sold:
    """An article with its key."""

    product_id: int
    article: Article


class Company:
    """One life of the company, from ``start`` to ``until``, both lived."""

    def __init__(
        self, connection: Connection, *, start: dt.date, until: dt.date, seed: int
    ) -> None:
        self._connection = connection
        self._start = start
        self._until = until
        self._random = Random(seed)  # noqa: S311  a story, not a secret
        self._agenda = Agenda()
        self._fulfilment = Fulfilment(connection, self._random, self._agenda)
        self._names: set[str] = set()
        self._clients: list[Client] = []
        self._products: list[Sold] = []
        self._cost_year = start.year

    def live(self, progress: Progress) -> None:
        """Run every day; the caller commits."""
        self._open_catalogue()
        for _ in range(FIRST_CUSTOMERS):
            self._become_customer(self._meet(), self._start)
        days = (self._until - self._start).days + 1
        for number in range(days):
            day = self._start + dt.timedelta(days=number)
            if is_working_day(day):
                self._live_day(day)
            progress(day, number + 1, days)

    def _live_day(self, day: dt.date) -> None:
        if day.year > self._cost_year:
            self._cost_year = day.year
            self._raise_costs(day)
        for deed in self._agenda.due(day):
            deed(day)
        for _ in range(self._how_many(OPPORTUNITIES_A_DAY, day)):
            self._find_opportunity(day)
        for _ in range(self._how_many(REPEAT_ORDERS_A_DAY, day)):
            self._take_repeat_order(day)

    def _how_many(self, usual: float, day: dt.date) -> int:
        """How often it happens on this day: the season and the growth of the company decide."""
        years = (day - self._start).days / 365
        expected = usual * SEASON[day.month - 1] * (1 + GROWTH_A_YEAR * years)
        return int(expected + self._random.random())

    def _open_catalogue(self) -> None:
        for article in articles():
            product_id = catalog.register_product(
                self._connection,
                name=article.name,
                category=article.category,
                subcategory=article.subcategory,
                list_price=article.list_price,
            )
            catalog.set_cost(
                self._connection,
                product_id=product_id,
                unit_cost=article.unit_cost,
                valid_from=self._start,
            )
            self._products.append(Sold(product_id, article))

    def _raise_costs(self, day: dt.date) -> None:
        """Suppliers' new price lists: between 1 % and 6 % more, and now and then less."""
        for sold in self._products:
            now = catalog.cost_in_force(self._connection, sold.product_id, day)
            if now is None:
                continue
            change = Decimal(self._random.randrange(-10, 61)) / 1000
            catalog.set_cost(
                self._connection,
                product_id=sold.product_id,
                unit_cost=(now * (1 + change)).quantize(Decimal("0.0001")),
                valid_from=day,
            )

    def _meet(self) -> Client:
        known = firm(self._random, self._names)
        seller = "Export" if known.country_code != "FR" else self._random.choice(SELLERS[:4])
        account_id = accounts.open_account(
            self._connection,
            name=known.name,
            country_code=known.country_code,
            city=known.city,
            industry=known.segment,
            owner_name=seller,
            legal_id=known.legal_id,
        )
        accounts.add_contact(
            self._connection,
            account_id=account_id,
            first_name=None,
            last_name="Service achats",
            email=f"achats@{account_id}.example",
        )
        client = Client(known, account_id, seller)
        self._clients.append(client)
        return client

    def _become_customer(self, client: Client, day: dt.date) -> int:
        if client.customer_id is None:
            client.customer_id = party.register_customer(
                self._connection,
                name=client.firm.name,
                country_code=client.firm.country_code,
                city=client.firm.city,
                segment=client.firm.segment,
                legal_id=client.firm.legal_id,
                payment_terms_days=client.firm.payment_terms_days,
                created_on=day,
            )
            accounts.link_customer(
                self._connection, account_id=client.account_id, customer_id=client.customer_id
            )
        return client.customer_id

    def _find_opportunity(self, day: dt.date) -> None:
        is_new = self._random.random() < 0.06
        client = self._meet() if is_new else self._some_client()
        lines = self._basket(client, day, larger=2)
        value = sum((line.net_amount for line in lines), Decimal(0))
        has_amount = self._random.random() < 0.8
        opportunity_id = opportunities.open_opportunity(
            self._connection,
            account_id=client.account_id,
            name=f"{self._named(lines[0])} – {client.firm.name}",
            owner_name=client.seller,
            created_on=day,
            expected_close_on=day + dt.timedelta(days=self._random.randrange(20, 90)),
            amount=value if has_amount else None,
            product_id=lines[0].product_id,
        )
        self._advance(client, opportunity_id, lines, day)

    def _advance(
        self, client: Client, opportunity_id: int, lines: list[Line], day: dt.date
    ) -> None:
        """Plan the stages that this opportunity will go through, and how it ends."""
        when = day
        for stage in ("qualified", "proposal", "negotiation"):
            when += dt.timedelta(days=self._random.randrange(4, 19))
            if self._random.random() < 0.14:
                self._agenda.plan(when, self._losing(opportunity_id))
                return
            self._agenda.plan(when, self._moving(opportunity_id, stage))
        when += dt.timedelta(days=self._random.randrange(3, 25))
        if self._random.random() < WIN_RATE / 0.64:
            self._agenda.plan(when, self._winning(client, opportunity_id, lines))
        else:
            self._agenda.plan(when, self._losing(opportunity_id))

    def _moving(self, opportunity_id: int, stage: str) -> Deed:
        def move(day: dt.date) -> None:
            opportunities.move_stage(
                self._connection, opportunity_id=opportunity_id, stage=stage, on=day
            )

        return move

    def _losing(self, opportunity_id: int) -> Deed:
        def lose(day: dt.date) -> None:
            reason = self._random.choice(("prix", "délai", "concurrent", "projet abandonné"))
            opportunities.lose(
                self._connection, opportunity_id=opportunity_id, on=day, reason=reason
            )

        return lose

    def _winning(self, client: Client, opportunity_id: int, lines: list[Line]) -> Deed:
        def win(day: dt.date) -> None:
            amount = sum((line.net_amount for line in lines), Decimal(0))
            opportunities.win(
                self._connection, opportunity_id=opportunity_id, on=day, amount=amount
            )
            quote_id = sales.quote(
                self._connection,
                customer_id=self._become_customer(client, day),
                quoted_on=day,
                valid_until=day + dt.timedelta(days=30),
                lines=lines,
                opportunity_id=opportunity_id,
            )
            order_id = sales.accept_quote(
                self._connection,
                quote_id=quote_id,
                ordered_on=day,
                promised_on=day + dt.timedelta(days=10),
                seller_name=client.seller,
            )
            self._fulfilment.begin(client, order_id, day)

        return win

    def _take_repeat_order(self, day: dt.date) -> None:
        client = self._some_client()
        if client.customer_id is None:
            return
        order_id = sales.order(
            self._connection,
            customer_id=client.customer_id,
            ordered_on=day,
            promised_on=day + dt.timedelta(days=5),
            seller_name=client.seller,
            lines=self._basket(client, day, larger=1),
        )
        self._fulfilment.begin(client, order_id, day)

    def _some_client(self) -> Client:
        weights = [client.firm.weight for client in self._clients]
        return self._random.choices(self._clients, weights)[0]

    def _basket(self, client: Client, day: dt.date, *, larger: int) -> list[Line]:
        """What this client buys on this day: some articles, in his usual size, at his discount."""
        years = day.year - self._start.year
        increase = Decimal("1.03") ** years
        discount = Decimal(min(10, client.firm.weight + self._random.randrange(4))) / 100
        lines = []
        for sold in self._random.sample(self._products, self._random.randrange(1, 5)):
            usual = sold.article.usual_quantity * larger
            quantity = max(1, round(usual * self._random.uniform(0.4, 1.8)))
            price = (sold.article.list_price * increase).quantize(CENT)
            lines.append(Line(sold.product_id, Decimal(quantity), price, discount))
        return lines

    def _named(self, line: Line) -> str:
        return next(
            sold.article.subcategory
            for sold in self._products
            if sold.product_id == line.product_id
        )
