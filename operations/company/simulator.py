"""The company lives: day by day every department does its work, by the commands alone.

Everything that chance decides comes from one seed, so a seed tells the whole story.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from operations.company.agenda import is_working_day
from operations.company.assortment import Assortment
from operations.company.buying import Buying
from operations.company.counter import Counter
from operations.company.deals import Deals
from operations.company.fulfilment import Fulfilment
from operations.company.group import Group
from operations.company.inter_company import InterCompany
from operations.company.market import Market
from operations.company.marketing import Marketing
from operations.company.needs import Needs
from operations.company.office import Office
from operations.company.planning import plan_anew, planned_once
from operations.company.staff import Staff
from operations.company.support import Support
from operations.company.workshop import Workshop
from operations.company.world import World
from operations.numbering import counting_in_memory
from operations.sync.sides import as_echo

Progress = Callable[[dt.date, int, int], None]


class Company:
    """The departments of one world, in the order in which they begin their day."""

    def __init__(self, world: World) -> None:
        self._world = world
        needs = Needs()
        self._group = Group(world)
        self._staff = Staff(world, self._group)
        self._office = Office(world, self._group)
        self._market = Market(world, self._group, self._staff)
        self._assortment = Assortment(world)
        self._buying = Buying(world, self._group, self._assortment, needs, self._staff)
        self._workshop = Workshop(
            world,
            self._group,
            self._assortment,
            buying=self._buying,
            needs=needs,
            staff=self._staff,
        )
        self._inter_company = InterCompany(
            world,
            self._group,
            self._assortment,
            buying=self._buying,
            needs=needs,
            staff=self._staff,
        )
        fulfilment = Fulfilment(world, self._group, needs, self._staff)
        self._counter = Counter(
            world,
            self._group,
            self._market,
            self._assortment,
            fulfilment=fulfilment,
            needs=needs,
        )
        self._deals = Deals(
            world,
            self._group,
            self._market,
            self._assortment,
            counter=self._counter,
            staff=self._staff,
        )
        self._marketing = Marketing(world, self._market, self._assortment, self._deals)
        self._support = Support(world, self._group, self._market)

    def live(self, progress: Progress) -> None:
        """Run every day; the caller commits.

        Nobody brings ERP and CRM into step here, and nothing waits to be: that is where much of
        the dirt comes from.
        """
        world = self._world
        connection = world.connection
        with planned_once(connection), as_echo(connection), counting_in_memory(connection):
            self._open(world.start)
            days = (world.until - world.start).days + 1
            for number in range(days):
                day = world.start + dt.timedelta(days=number)
                if is_working_day(day):
                    self._live_day(day)
                plan_anew(connection, day=day, start=world.start)
                progress(day, number + 1, days)
            # What is looked at when a transaction ends is looked at now, the outbox's signals too.
            connection.execute("set constraints all immediate")

    def _open(self, day: dt.date) -> None:
        self._group.open(day)
        self._staff.open(day)
        self._office.open(day)
        self._assortment.open(day)
        self._buying.open(day)
        self._workshop.open(day)
        self._inter_company.open(day)
        self._marketing.open()
        self._market.open(day)

    def _live_day(self, day: dt.date) -> None:
        self._group.live(day)
        self._assortment.live(day)
        self._staff.live(day)
        for deed in self._world.agenda.due(day):
            deed(day)
        self._market.live()
        self._marketing.live(day)
        self._deals.live(day)
        self._counter.live(day)
        self._support.live(day)
        self._buying.live(day)
        self._inter_company.live(day)
        self._workshop.live(day)
        self._office.live(day)
