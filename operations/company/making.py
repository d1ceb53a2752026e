"""Making: what happens to an order in the workshop, from its release to its cost.

It begins on its day, or later: when somebody is slow, or when a material is not there. Now and then
more material goes in than was planned, hours run over, pieces are thrown away.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from operations.company import books
from operations.company.agenda import Deed
from operations.company.group import Group
from operations.company.recipes import Recipe, Recipes, Step
from operations.company.staff import Staff
from operations.company.world import World
from operations.erp.production import commands as production

NOTHING: Final = Decimal(0)
HUNDREDTH: Final = Decimal("0.01")
BEGINS_LATE: Final = 0.2
USES_MORE: Final = 0.2
SCRAPS: Final = 0.25
COMES_IN_TWO: Final = 0.15
REASONS: Final = ("cote hors tolérance", "défaut de surface", "montage à reprendre")


@dataclass
class Job:
    """A production order as the workshop remembers it, with what an hour costs on it."""

    order_id: int
    number: str
    recipe: Recipe
    quantity: Decimal
    hourly_costs: dict[str, Decimal]
    made: Decimal = field(default=NOTHING)


class Making:
    """The workshop of the parent at work."""

    def __init__(self, world: World, group: Group, recipes: Recipes, staff: Staff) -> None:
        self._world = world
        self._group = group
        self._recipes = recipes
        self._staff = staff
        self._random = world.chance("making")

    def take(self, order_id: int, recipe: Recipe, quantity: Decimal) -> Job:
        """An order that was planned now: an hour costs on it what it costs today."""
        number = books.number_of(self._world.connection, "production_order", order_id)
        return Job(order_id, number, recipe, quantity, dict(self._recipes.hourly_costs))

    def begin(self, job: Job, start_on: dt.date, day: dt.date) -> None:
        """It begins on its first day, today or later, or some days after it."""
        if self._random.random() < BEGINS_LATE:
            start_on += dt.timedelta(days=self._random.randrange(1, 6))
        if start_on == day:
            self._releasing(job)(day)
        else:
            self._world.agenda.plan(start_on, self._releasing(job))

    def make_at_once(self, job: Job, day: dt.date) -> None:
        """All of it in one day, as planned."""
        self._release(job, day)
        for step in job.recipe.steps:
            self._work(job, step, step.hours(job.quantity), day)
        self._report(job, job.quantity, NOTHING, day)
        self._close(job, day)

    def _releasing(self, job: Job) -> Deed:
        def release(day: dt.date) -> None:
            needs = job.recipe.needs(job.quantity)
            if any(self._there(part) < needed for part, needed in needs.items()):
                later = day + dt.timedelta(days=self._random.randrange(1, 4))
                self._world.agenda.plan(later, self._releasing(job))
                return
            self._release(job, day)
            lasts = job.recipe.days(job.quantity)
            half = day + dt.timedelta(days=lasts // 2)
            self._world.agenda.plan(half, self._working(job))
            self._world.agenda.plan(day + dt.timedelta(days=lasts), self._finishing(job))

        return release

    def _working(self, job: Job) -> Deed:
        def work(day: dt.date) -> None:
            self._work_about(job, job.recipe.steps[0], day)

        return work

    def _finishing(self, job: Job) -> Deed:
        def finish(day: dt.date) -> None:
            for step in job.recipe.steps[1:]:
                self._work_about(job, step, day)
            if self._random.random() < USES_MORE:
                self._use_more(job, day)
            if self._random.random() < COMES_IN_TWO:
                first = (job.quantity * Decimal("0.6")).to_integral_value()
                self._report(job, first, NOTHING, day)
                later = day + dt.timedelta(days=self._random.randrange(1, 4))
                self._world.agenda.plan(later, self._ending(job))
            else:
                self._end(job, day)

        return finish

    def _ending(self, job: Job) -> Deed:
        def end(day: dt.date) -> None:
            self._end(job, day)

        return end

    def _end(self, job: Job, day: dt.date) -> None:
        """The last pieces, but for those that are no good; the cost is known some days later."""
        scrapped = NOTHING
        if self._random.random() < SCRAPS:
            share = Decimal(self._random.randrange(1, 7)) / 100
            scrapped = max(Decimal(1), (job.quantity * share).to_integral_value())
        self._report(job, job.quantity - job.made - scrapped, scrapped, day)
        later = day + dt.timedelta(days=self._random.randrange(1, 5))
        self._world.agenda.plan(later, self._closing(job))

    def _closing(self, job: Job) -> Deed:
        def close(day: dt.date) -> None:
            self._close(job, day)

        return close

    def _release(self, job: Job, day: dt.date) -> None:
        """Let it begin, with all its components."""
        connection, truth = self._world.connection, self._world.truth.production
        needs = job.recipe.needs(job.quantity)
        production.release_order(connection, production_order_id=job.order_id, released_on=day)
        truth.release(
            job.number,
            on=day,
            company=self._group.parent.code,
            product=job.recipe.sold.number,
            quantity=job.quantity,
            needs=needs,
            work=sum(
                (
                    step.hours(job.quantity) * job.hourly_costs[step.centre]
                    for step in job.recipe.steps
                ),
                NOTHING,
            ),
        )
        production.issue_components(connection, production_order_id=job.order_id, issued_on=day)
        truth.issue(job.number, on=day, quantities=needs)

    def _use_more(self, job: Job, day: dt.date) -> None:
        """The metal that was spoilt goes in again, as far as there is some."""
        share = Decimal(self._random.randrange(2, 9)) / 100
        more = [
            (part.material, wanted)
            for part in job.recipe.parts[:2]
            if (wanted := (part.needs(job.quantity) * share).quantize(HUNDREDTH)) > 0
            and wanted <= self._there(part.material.number)
        ]
        if more:
            production.issue_components(
                self._world.connection,
                production_order_id=job.order_id,
                issued_on=day,
                quantities={sold.product_id: quantity for sold, quantity in more},
            )
            quantities = {sold.number: quantity for sold, quantity in more}
            self._world.truth.production.issue(job.number, on=day, quantities=quantities)

    def _work_about(self, job: Job, step: Step, day: dt.date) -> None:
        """As long as it should take, a little less, or more."""
        share = Decimal(self._random.randrange(92, 116)) / 100
        self._work(job, step, (step.hours(job.quantity) * share).quantize(HUNDREDTH), day)

    def _work(self, job: Job, step: Step, hours: Decimal, day: dt.date) -> None:
        workers = self._staff.workers()
        production.report_time(
            self._world.connection,
            production_order_id=job.order_id,
            operation_number=step.number,
            worked_on=day,
            hours=hours,
            employee_id=self._random.choice(workers) if workers else None,
        )
        hourly_cost = job.hourly_costs[step.centre]
        self._world.truth.production.work(job.number, on=day, hours=hours, hourly_cost=hourly_cost)

    def _report(self, job: Job, good: Decimal, scrapped: Decimal, day: dt.date) -> None:
        production.report_output(
            self._world.connection,
            production_order_id=job.order_id,
            reported_on=day,
            good_quantity=good,
            scrap_quantity=scrapped,
            scrap_reason=self._random.choice(REASONS) if scrapped else None,
        )
        job.made += good
        self._world.truth.production.make(job.number, on=day, good=good, scrapped=scrapped)

    def _close(self, job: Job, day: dt.date) -> None:
        production.close_order(
            self._world.connection, production_order_id=job.order_id, closed_on=day
        )
        self._world.truth.production.close(job.number, on=day)

    def _there(self, part: str) -> Decimal:
        return self._world.truth.stock.quantity(self._group.parent.code, part)
