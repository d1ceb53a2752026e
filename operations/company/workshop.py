"""The workshop: each Monday it computes what is to be made and of which materials, and asks for it.

What the calculation proposes of traded goods stays a proposal: the buyer has a sheet of his own.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import ROUND_CEILING, Decimal
from typing import Final, Literal

from operations.company import books
from operations.company.assortment import Assortment, Sold
from operations.company.buying import Buying
from operations.company.group import Group
from operations.company.making import Making
from operations.company.needs import Needs
from operations.company.recipes import Recipes
from operations.company.staff import Staff
from operations.company.suppliers import source_of
from operations.company.world import World
from operations.erp.production import commands as production
from operations.erp.purchasing.tolerances import DEFAULT
from operations.erp.stock.locations import location

NOTHING: Final = Decimal(0)
# Made or bought for so many days when less than that for these days and the lead time is there. A
# lot takes the material of a month at once: half the orders waited for some when 12 days were kept.
SAFETY_DAYS: Final = {"make": 12, "buy": 35}
COVER_DAYS: Final = {"make": 30, "buy": 60}
# Stock of so many days is made before the first one, by what is thought then.
FIRST_DAYS: Final = 20
# Before, nobody knows how much is asked for.
KNOWN_AFTER_DAYS: Final = 60
# What begins after the next calculation may wait for it.
AHEAD: Final = dt.timedelta(days=6)


class Workshop:
    """Who plans the workshop of the parent."""

    def __init__(
        self,
        world: World,
        group: Group,
        assortment: Assortment,
        *,
        buying: Buying,
        needs: Needs,
        staff: Staff,
    ) -> None:
        self._world = world
        self._group = group
        self._assortment = assortment
        self._buying = buying
        self._needs = needs
        self._staff = staff
        self._recipes = Recipes(world, assortment)
        self._making = Making(world, group, self._recipes, staff)
        self._quarter = (0, 0)

    def open(self, day: dt.date) -> None:
        """Enter the recipes, buy materials, and make the stock of the first weeks of the group."""
        self._recipes.open(day)
        houses = len(list(self._group.houses()))
        first = {
            recipe.sold.product_id: Decimal(
                houses * (recipe.sold.article.usual_quantity * FIRST_DAYS // 5)
            )
            for recipe in self._recipes
        }
        needed: defaultdict[str, Decimal] = defaultdict(Decimal)
        for recipe in self._recipes:
            for part, quantity in recipe.needs(first[recipe.sold.product_id]).items():
                needed[part] += quantity
        for sold in self._assortment.materials:
            # As much again stays for the weeks that follow.
            wanted = [(sold, _packs(2 * needed[sold.number], sold))]
            source = source_of(sold.article.category)
            self._buying.buy(self._group.parent, source, wanted, day, arrives_on=day)
        for recipe in self._recipes:
            quantity = first[recipe.sold.product_id]
            order_id = production.plan_order(
                self._world.connection,
                product_id=recipe.sold.product_id,
                quantity=quantity,
                planned_on=day,
                start_on=day,
                due_on=day,
            )
            self._making.make_at_once(self._making.take(order_id, recipe, quantity), day)

    def live(self, day: dt.date) -> None:
        """On Mondays compute the requirements; set the rules anew each quarter."""
        self._recipes.live(day)
        if day.weekday() != 0:
            return
        quarter = (day.year, (day.month - 1) // 3)
        if quarter != self._quarter:
            self._quarter = quarter
            self._set_rules(day)
        parent = self._group.parent
        production.plan_requirements(self._world.connection, parent.company_id, day)
        for proposal in books.proposals(self._world.connection, parent.company_id):
            if proposal.order_on <= day + AHEAD:
                self._decide(proposal, day)

    def _decide(self, proposal: books.Proposal, day: dt.date) -> None:
        """Plan what is to be made, ask for materials; leave the rest to the buyer."""
        recipe = self._recipes.of(proposal.product_id)
        if recipe is not None and proposal.source == "make":
            order_id = production.accept_proposal(
                self._world.connection,
                requirement_proposal_id=proposal.requirement_proposal_id,
                accepted_on=day,
            )
            job = self._making.take(order_id, recipe, proposal.quantity)
            self._making.begin(job, max(proposal.order_on, day), day)
        material = self._assortment.of(proposal.product_id)
        if material in self._assortment.materials:
            self._ask_for(proposal, material, day)

    def _ask_for(self, proposal: books.Proposal, sold: Sold, day: dt.date) -> None:
        """A request at what the stock has cost; one that the supplier's price exceeds is redone."""
        parent, wanted = self._group.parent, [(sold, proposal.quantity)]
        request_id = production.accept_proposal(
            self._world.connection,
            requirement_proposal_id=proposal.requirement_proposal_id,
            accepted_on=day,
            requester_id=self._staff.buyer(parent),
        )
        source = source_of(sold.article.category)
        asked = books.request_amount(self._world.connection, request_id)
        if self._buying.worth(parent, source, wanted, day) > asked * (1 + DEFAULT.price_rate):
            self._staff.reject(parent, request_id, day)
            self._buying.buy(parent, source, wanted, day)
        else:
            self._staff.approve(parent, request_id, day)
            self._buying.buy(parent, source, wanted, day, request_id=request_id)

    def _set_rules(self, day: dt.date) -> None:
        """How much of each article and material should lie there, by what is asked for a day."""
        used: defaultdict[str, Decimal] = defaultdict(Decimal)
        for recipe in self._recipes:
            a_day = self._a_day(recipe.sold, day)
            self._set_rule(recipe.sold, a_day, recipe.days(a_day * COVER_DAYS["make"]))
            for part in recipe.parts:
                used[part.material.number] += part.needs(a_day)
        for sold in self._assortment.materials:
            source = source_of(sold.article.category)
            self._set_rule(sold, used[sold.number], source.lead_days)

    def _set_rule(self, sold: Sold, a_day: Decimal, lead_days: int) -> None:
        parent = self._group.parent
        source: Literal["make", "buy"] = "make" if sold.article.is_made else "buy"
        least, most = (
            (a_day * (lead_days + days[source])).to_integral_value(ROUND_CEILING)
            for days in (SAFETY_DAYS, COVER_DAYS)
        )
        production.set_reorder_rule(
            self._world.connection,
            product_id=sold.product_id,
            location_id=location(self._world.connection, company_id=parent.company_id),
            minimum=least,
            maximum=most,
            multiple=Decimal(sold.article.usual_quantity),
            lead_time_days=lead_days,
            source=source,
        )

    def _a_day(self, sold: Sold, day: dt.date) -> Decimal:
        """How much leaves on an average day; in the first quarter, as was thought at the start."""
        if (day - self._world.start).days < KNOWN_AFTER_DAYS:
            return Decimal(sold.article.usual_quantity) / 5
        return self._needs.a_day(self._group.parent.code, sold.number, day)


def _packs(quantity: Decimal, sold: Sold) -> Decimal:
    """A quantity in whole packs, one at least."""
    pack = Decimal(sold.article.usual_quantity)
    return max(Decimal(1), (quantity / pack).to_integral_value(ROUND_CEILING)) * pack
