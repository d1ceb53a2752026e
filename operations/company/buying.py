"""Buying: every Monday what runs low is ordered of its supplier, who is late or not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from operations.company import books
from operations.company.arrivals import PAID_AFTER_DAYS, Arrivals, Coming
from operations.company.assortment import Assortment, Sold
from operations.company.catalogue import WITHIN_THE_GROUP
from operations.company.group import Group, House
from operations.company.needs import Needs
from operations.company.staff import Staff
from operations.company.suppliers import FORWARDER, SOURCES, Source
from operations.company.world import World
from operations.erp.party.suppliers import register_supplier
from operations.erp.purchasing import commands as purchasing
from operations.erp.purchasing.model import OrderLine
from operations.money import to_cents

NOTHING: Final = Decimal(0)
PRICE: Final = Decimal("0.0001")
# Stock for so many days is bought when less than that for lead time and these days is there.
COVER_DAYS: Final = 35
SAFETY_DAYS: Final = 12
FIRST_DAYS: Final = 60
Wanted = Sequence[tuple[Sold, Decimal]]


class Buying:
    """The buyer of each house, who looks at the needs once a week."""

    def __init__(
        self, world: World, group: Group, assortment: Assortment, needs: Needs, staff: Staff
    ) -> None:
        self._world = world
        self._group = group
        self._assortment = assortment
        self._needs = needs
        self._staff = staff
        self._random = world.chance("buying")
        self._keys: dict[str, int] = {}
        self._numbers: dict[str, str] = {}
        self._arrivals = Arrivals(world, group, needs, keys=self._keys, random=self._random)

    def open(self, day: dt.date) -> None:
        """Register the suppliers, and buy the stock of the first weeks."""
        for source in (*SOURCES, FORWARDER):
            self._keys[source.name] = register_supplier(
                self._world.connection,
                name=source.name,
                country_code=source.country_code,
                payment_terms_days=PAID_AFTER_DAYS,
                created_on=day,
            )
            self._numbers[source.name] = books.number_of(
                self._world.connection, "supplier", self._keys[source.name]
            )
        for house in self._group.houses():
            for source in SOURCES:
                wanted = [
                    (sold, Decimal(sold.article.usual_quantity * FIRST_DAYS // 5))
                    for sold in self._sells(house, source)
                ]
                self.buy(house, source, wanted, day, arrives_on=day)

    def live(self, day: dt.date) -> None:
        """On Mondays, order of each supplier what runs low."""
        if day.weekday() != 0:
            return
        for house in self._group.houses():
            for source in SOURCES:
                wanted = [
                    (sold, quantity)
                    for sold in self._sells(house, source)
                    if (quantity := self.lacking(house, sold, day, source.lead_days)) > 0
                ]
                self.buy(house, source, wanted, day)

    def _sells(self, house: House, source: Source) -> list[Sold]:
        """What a house buys of a supplier: the subsidiary has some of it from the parent."""
        categories = set(source.categories)
        if house == self._group.subsidiary:
            categories -= set(WITHIN_THE_GROUP)
        return [sold for sold in self._assortment.sold if sold.article.category in categories]

    def lacking(self, house: House, sold: Sold, day: dt.date, lead_days: int) -> Decimal:
        """How much to order now: nothing while what is there and comes is enough."""
        needs, place = self._needs, (house.code, sold.number)
        there = self._world.truth.stock.quantity(*place)
        free = there + needs.coming(*place) - needs.promised(*place)
        a_day = needs.a_day(*place, day)
        if free >= a_day * (lead_days + SAFETY_DAYS):
            return NOTHING
        wanted = a_day * (lead_days + COVER_DAYS) - free
        packs = max(1, sold.article.usual_quantity)
        return Decimal(-(-wanted // packs) * packs)

    def worth(self, house: House, source: Source, wanted: Wanted, day: dt.date) -> Decimal:
        """What a supplier asks for it today, in the books of a house."""
        lines = self._lines(house, source, wanted, day)
        net = sum((line.net_amount for line in lines), NOTHING)
        return to_cents(net * self._group.rate(source.currency, house))

    def _lines(self, house: House, source: Source, wanted: Wanted, day: dt.date) -> list[OrderLine]:
        """What is ordered, at the prices of the day."""
        rate = self._group.rate("EUR", house) / self._group.rate(source.currency, house)
        promised_on = day + dt.timedelta(days=source.lead_days)
        return [
            OrderLine(
                sold.product_id, quantity, (sold.unit_cost * rate).quantize(PRICE), promised_on
            )
            for sold, quantity in wanted
        ]

    def _arrival(self, source: Source, day: dt.date) -> dt.date:
        """When it will really come."""
        late = self._random.random() < source.late_rate
        slip = self._random.randrange(3, 21) if late else 0
        return day + dt.timedelta(days=source.lead_days + slip)

    def buy(
        self,
        house: House,
        source: Source,
        wanted: Wanted,
        day: dt.date,
        *,
        request_id: int | None = None,
        arrives_on: dt.date | None = None,
    ) -> None:
        """Order of a supplier; without an approved request one is made, if the amount asks for it.

        Without a day it arrives when the supplier's habits let it.
        """
        if not wanted:
            return
        arrives_on = arrives_on or self._arrival(source, day)
        lines = self._lines(house, source, wanted, day)
        in_books = self._group.rate(source.currency, house)
        buyer_id = None
        if request_id is None:
            worth = self.worth(house, source, wanted, day)
            request_id, buyer_id = self._staff.let_buy(house, lines, worth, in_books, day)
        order_id = purchasing.order(
            self._world.connection,
            supplier_id=self._keys[source.name],
            ordered_on=day,
            lines=lines,
            request_id=request_id,
            buyer_id=buyer_id,
            currency_code=source.currency,
            company_id=house.company_id,
        )
        keys = books.purchase_order_lines(self._world.connection, order_id)
        coming = [
            Coming(key, sold, line.unit_price, quantity)
            for key, line, (sold, quantity) in zip(keys, lines, wanted, strict=True)
        ]
        for line in coming:
            self._needs.bought(house.code, line.sold.number, line.open)
            self._world.truth.purchases.order(
                line.key,
                company=house.code,
                supplier=self._numbers[source.name],
                on=day,
                promised_on=day + dt.timedelta(days=source.lead_days),
                quantity=line.open,
            )
        arrive = self._arrivals.receiving(house, source, order_id, coming)
        if arrives_on == day:
            arrive(day)
        else:
            self._world.agenda.plan(arrives_on, arrive)
