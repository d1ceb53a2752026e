"""The counter: orders are taken, remembered line by line, and handed to who fulfils them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from operations.company import books
from operations.company.assortment import Assortment
from operations.company.clients import Client, Record
from operations.company.fulfilment import Fulfilment
from operations.company.group import Group
from operations.company.market import Market
from operations.company.needs import Needs
from operations.company.orders import Order, OrderedLine
from operations.company.world import World
from operations.erp.sales import commands as sales
from operations.erp.sales.model import Line
from operations.money import to_cents

NOTHING: Final = Decimal(0)


class Counter:
    """Where orders come in: of won deals, and of clients who just need more."""

    def __init__(
        self,
        world: World,
        group: Group,
        market: Market,
        assortment: Assortment,
        *,
        fulfilment: Fulfilment,
        needs: Needs,
    ) -> None:
        self._world = world
        self._group = group
        self._market = market
        self._assortment = assortment
        self._fulfilment = fulfilment
        self._needs = needs
        self._random = world.chance("counter")

    def live(self, day: dt.date) -> None:
        """Clients order again what they need."""
        usual = self._world.size.repeat_orders_a_day
        for _ in range(self._world.how_many(usual, day, self._random)):
            client = self._market.some_client()
            if client is not None and client.customers:
                self._order_again(client, day)

    def took(
        self,
        client: Client,
        customer: Record,
        order_id: int,
        lines: Sequence[Line],
        day: dt.date,
        *,
        promised_on: dt.date,
        commission_rate: Decimal = NOTHING,
    ) -> None:
        """Remember an order, and have it fulfilled."""
        keys = books.order_lines(self._world.connection, order_id)
        order = Order(
            order_id,
            client,
            customer,
            self._group.house(client.company),
            [
                OrderedLine(
                    key,
                    self._assortment.of(line.product_id),
                    line.quantity,
                    line.unit_price,
                    line.discount_rate,
                )
                for key, line in zip(keys, lines, strict=True)
            ],
            day,
            commission_rate,
        )
        parent = self._group.parent
        into_books = self._group.rate(client.currency, order.house)
        into_group = self._group.rate(order.house.currency, parent)
        for line in order.lines:
            self._world.truth.orders.order(
                line.order_line_id,
                order.house.code,
                customer.number,
                on=day,
                promised_on=promised_on,
                quantity=line.quantity,
                amount=to_cents(to_cents(line.net(line.quantity) * into_books) * into_group),
            )
            self._needs.ordered(order.house.code, line.sold.number, line.quantity, day)
        self._fulfilment.begin(order, day)

    def _order_again(self, client: Client, day: dt.date) -> None:
        lines = self._assortment.basket(client, day, larger=1, random=self._random)
        customer = self._market.become_customer(client, day)
        promised_on = day + dt.timedelta(days=5)
        order_id = sales.order(
            self._world.connection,
            customer_id=customer.customer_id,
            ordered_on=day,
            promised_on=promised_on,
            seller_name=client.seller,
            lines=lines,
            currency_code=client.currency,
            company_id=self._group.house(client.company).company_id,
        )
        self.took(client, customer, order_id, lines, day, promised_on=promised_on)
