"""What is to be made and bought, by when and why: pure, from what is asked for, there and coming.

Products are netted level by level down the bills of materials, so that what a proposal to make
needs of its components is known before they are netted themselves. Within a product the days follow
each other: what comes on a day counts for what is asked for on it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from operations.erp.catalog.structure import Bill
from operations.erp.production.errors import CyclicBill
from operations.erp.production.model import NOTHING
from operations.erp.production.reorder import Rule

Place = tuple[int, int]  # product, location


@dataclass(frozen=True)
class Flow:
    """Something asked for, below zero, or coming, above it, on a day by a document."""

    product_id: int
    location_id: int
    on: dt.date
    quantity: Decimal
    document: str


@dataclass(frozen=True)
class Item:
    """A product as planning sees it; ``setup_days`` and ``run_days`` are of its routing."""

    product_id: int
    product_number: str
    bill: Bill | None = None
    buy_days: int = 0
    setup_days: Decimal = NOTHING
    run_days: Decimal = NOTHING

    def make_days(self, quantity: Decimal) -> int:
        """Whole days that making so much takes."""
        days = self.setup_days + self.run_days * quantity
        return int(days.to_integral_value(ROUND_CEILING))


@dataclass(frozen=True)
class Proposal:
    """A quantity to make or buy: when, and the figures that led to it."""

    product_id: int
    location_id: int
    source: str
    bom_level: int
    quantity: Decimal
    order_on: dt.date
    needed_on: dt.date
    is_late: bool
    demand: Decimal
    on_hand: Decimal
    on_order: Decimal
    minimum: Decimal
    reason: str


@dataclass(frozen=True)
class Situation:
    """All that is known on the day of planning: what lies where, rules, and what is to happen."""

    on: dt.date
    items: Mapping[int, Item]
    on_hand: Mapping[Place, Decimal]
    rules: Mapping[Place, Rule]
    flows: Sequence[Flow]


def levels(bills: Mapping[int, Bill], numbers: Mapping[int, str]) -> dict[int, int]:
    """How far down the bills each of their products stands at most. Raises CyclicBill."""
    parents: defaultdict[int, int] = defaultdict(int)
    parts = {key: [part.component_id for part in bill.components] for key, bill in bills.items()}
    for components in parts.values():
        for component in components:
            parents[component] += 1
    found = {key: 0 for key in parts if not parents[key]}
    ready = list(found)
    while ready:
        key = ready.pop()
        for component in parts.get(key, ()):
            found[component] = max(found.get(component, 0), found[key] + 1)
            parents[component] -= 1
            if not parents[component]:
                ready.append(component)
    circle = sorted(numbers.get(key, str(key)) for key, left in parents.items() if left)
    if circle:
        raise CyclicBill(circle)
    return found


def netted(situation: Situation) -> list[Proposal]:
    """What to make and buy, by level, product and day. Raises CyclicBill."""
    items = situation.items
    depth = levels(
        {key: item.bill for key, item in items.items() if item.bill is not None},
        {key: item.product_number for key, item in items.items()},
    )
    flows: defaultdict[Place, list[Flow]] = defaultdict(list)
    for flow in situation.flows:
        flows[flow.product_id, flow.location_id].append(flow)
    waiting = {*flows, *situation.rules, *(key for key, held in situation.on_hand.items() if held)}
    proposals: list[Proposal] = []
    for level in range(max(depth.values(), default=0) + 1):
        at_level = sorted(key for key in waiting if depth.get(key[0], 0) == level)
        for place in at_level:
            made = list(_net(situation, place, flows[place], level))
            proposals.extend(made)
            for needed in _needed_for(made, items):
                flows[needed.product_id, needed.location_id].append(needed)
                waiting.add((needed.product_id, needed.location_id))
    return proposals


def _net(
    situation: Situation, place: Place, flows: Sequence[Flow], level: int
) -> Iterable[Proposal]:
    """Go through the days of a product in a place, and propose where too little would be there."""
    item = situation.items[place[0]]
    rule = situation.rules.get(place, Rule(*place))
    there = situation.on_hand.get(place, NOTHING)
    by_day: defaultdict[dt.date, list[Flow]] = defaultdict(list)
    by_day[situation.on]  # today counts, whatever happens: less than the minimum may be there
    for flow in flows:
        by_day[max(flow.on, situation.on)].append(flow)
    asked: list[Flow] = []
    coming: list[Flow] = []
    for day in sorted(by_day):
        asked += [flow for flow in by_day[day] if flow.quantity < 0]
        coming += [flow for flow in by_day[day] if flow.quantity > 0]
        demand = -sum((flow.quantity for flow in asked), NOTHING)
        supply = sum((flow.quantity for flow in coming), NOTHING)
        left = there + supply - demand
        if left >= rule.minimum:
            continue
        quantity = _to_order(left, rule)
        yield _proposal(
            situation.on,
            item,
            rule,
            level=level,
            quantity=quantity,
            needed_on=day,
            there=there,
            asked=asked,
            coming=coming,
        )
        there = left + quantity
        asked, coming = [], []


def _to_order(left: Decimal, rule: Rule) -> Decimal:
    target = rule.minimum if rule.maximum is None else rule.maximum
    lots = ((target - left) / rule.multiple).to_integral_value(ROUND_CEILING)
    return lots * rule.multiple


def _proposal(
    today: dt.date,
    item: Item,
    rule: Rule,
    *,
    level: int,
    quantity: Decimal,
    needed_on: dt.date,
    there: Decimal,
    asked: Sequence[Flow],
    coming: Sequence[Flow],
) -> Proposal:
    source = rule.source or ("make" if item.bill is not None else "buy")
    if source == "make" and item.bill is None:
        source = "buy"
    days = rule.lead_time_days
    if days is None:
        days = item.make_days(quantity) if source == "make" else item.buy_days
    order_on = needed_on - dt.timedelta(days=days)
    demand = -sum((flow.quantity for flow in asked), NOTHING)
    supply = sum((flow.quantity for flow in coming), NOTHING)
    return Proposal(
        rule.product_id,
        rule.location_id,
        source,
        level,
        quantity,
        max(order_on, today),
        needed_on,
        order_on < today,
        demand,
        there,
        supply,
        rule.minimum,
        _reason(rule, there=there, asked=asked, coming=coming, days=days),
    )


def _reason(
    rule: Rule, *, there: Decimal, asked: Sequence[Flow], coming: Sequence[Flow], days: int
) -> str:
    """The figures in words: what is there, who asks, what comes, what the rule says."""
    said = [f"{_plain(there)} there"]
    said += [f"{_plain(-flow.quantity)} for {flow.document} on {flow.on}" for flow in asked]
    said += [f"{_plain(flow.quantity)} by {flow.document} on {flow.on}" for flow in coming]
    if rule.minimum or rule.maximum is not None:
        most = "" if rule.maximum is None else f", up to {_plain(rule.maximum)}"
        said.append(f"at least {_plain(rule.minimum)}{most}")
    if rule.multiple != 1:
        said.append(f"in multiples of {_plain(rule.multiple)}")
    return "; ".join((*said, f"{days} days before"))


def _needed_for(made: Iterable[Proposal], items: Mapping[int, Item]) -> Iterable[Flow]:
    """What proposals to make ask of their components, on the day on which they begin."""
    for proposal in made:
        item = items[proposal.product_id]
        if proposal.source != "make" or item.bill is None:
            continue
        for component_id, quantity in item.bill.needs(proposal.quantity).items():
            if component_id not in items:
                continue  # a service: it never lies in stock
            yield Flow(
                component_id,
                proposal.location_id,
                proposal.order_on,
                -quantity,
                f"{_plain(proposal.quantity)} of {item.product_number}",
            )


def _plain(quantity: Decimal) -> str:
    return f"{quantity.normalize():f}"
