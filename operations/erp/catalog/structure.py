"""What products are made of and how, and what that costs. Pure: what is in the books is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from operations.errors import InvalidValue
from operations.money import PRICE_DECIMALS, QUANTITY_DECIMALS, RATE_DECIMALS, require_exact

HOURS_DECIMALS = 6


@dataclass(frozen=True)
class Component:
    """What goes into a product: good pieces, in the component's own unit, and the share lost."""

    component_id: int
    quantity: Decimal
    scrap_rate: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        """Refuse what no product can be made of."""
        what = f"The quantity of component {self.component_id}"
        require_exact(self.quantity, decimals=QUANTITY_DECIMALS, what=what)
        require_exact(self.scrap_rate, decimals=RATE_DECIMALS, what=f"{what}: its scrap rate")
        if self.quantity <= 0:
            raise InvalidValue(f"{what} is {self.quantity}.", remedy="Give more than zero.")
        if not 0 <= self.scrap_rate < 1:
            raise InvalidValue(
                f"{what} has a scrap rate of {self.scrap_rate}.",
                remedy="Give a rate from 0 to less than 1: 0.03 is 3 %.",
            )

    @property
    def taken(self) -> Fraction:
        """What is taken from stock, so that ``quantity`` of it is good."""
        return Fraction(self.quantity) / (1 - Fraction(self.scrap_rate))


@dataclass(frozen=True)
class Operation:
    """A step: hours once for a lot, and hours for each unit, at a work centre."""

    work_centre_id: int
    name: str
    run_hours: Decimal = Decimal(0)
    setup_hours: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        """Refuse a step that takes no time."""
        for hours in (self.run_hours, self.setup_hours):
            require_exact(hours, decimals=HOURS_DECIMALS, what=f"The time of step {self.name}")
        if min(self.run_hours, self.setup_hours) < 0 or not self.run_hours + self.setup_hours:
            raise InvalidValue(
                f"Step {self.name} takes {self.setup_hours} and {self.run_hours} hours.",
                remedy="Give hours above zero, to set up or for each unit.",
            )


@dataclass(frozen=True)
class Bill:
    """What ``output_quantity`` of a product is made of."""

    bill_of_materials_id: int
    product_id: int
    output_quantity: Decimal
    components: tuple[Component, ...]

    def needs(self, quantity: Decimal) -> dict[int, Decimal]:
        """What is taken from stock to make ``quantity``, by component, to four decimals."""
        lots = Fraction(quantity) / Fraction(self.output_quantity)
        return {
            part.component_id: rounded(part.taken * lots, QUANTITY_DECIMALS)
            for part in self.components
        }


@dataclass(frozen=True)
class Step:
    """An operation of a routing, with what an hour costs at its work centre."""

    routing_operation_id: int
    operation_number: int
    work_centre_id: int
    name: str
    setup_hours: Decimal
    run_hours: Decimal
    hourly_cost: Decimal

    def hours(self, quantity: Decimal) -> Decimal:
        """How long a lot of ``quantity`` takes."""
        return self.setup_hours + self.run_hours * quantity


@dataclass(frozen=True)
class Routing:
    """How a product is made; the setup is spread over ``lot_quantity``."""

    routing_id: int
    product_id: int
    lot_quantity: Decimal
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Structure:
    """All that is needed to know what a product costs: bills, routings, costs of what is bought."""

    bills: Mapping[int, Bill]
    routings: Mapping[int, Routing]
    bought: Mapping[int, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class RolledUp:
    """What a unit costs to four decimals: its components, and the work on itself."""

    material_cost: Decimal
    work_cost: Decimal

    @property
    def unit_cost(self) -> Decimal:
        """Both together."""
        return self.material_cost + self.work_cost


def rolled_up(structure: Structure, product_id: int) -> RolledUp:
    """The standard cost of a made product: what its components cost, then the work on it.

    Each level is rounded to four decimals, as it would be kept for a semi-finished product.
    Raises KeyError for a component that is neither made nor has a cost.
    """
    known: dict[int, RolledUp] = {}

    def cost_of(key: int) -> Decimal:
        if key not in structure.bills and key not in structure.routings:
            return structure.bought[key]
        if key not in known:
            known[key] = _level(structure, key, {part: cost_of(part) for part in _parts(key)})
        return known[key].unit_cost

    def _parts(key: int) -> Sequence[int]:
        bill = structure.bills.get(key)
        return [] if bill is None else [part.component_id for part in bill.components]

    cost_of(product_id)
    return known[product_id]


def _level(structure: Structure, key: int, costs: Mapping[int, Decimal]) -> RolledUp:
    """One product's cost from those of its components."""
    material, work = Fraction(0), Fraction(0)
    bill, routing = structure.bills.get(key), structure.routings.get(key)
    if bill is not None:
        for part in bill.components:
            material += part.taken * Fraction(costs[part.component_id])
        material /= Fraction(bill.output_quantity)
    if routing is not None:
        for step in routing.steps:
            hours = Fraction(step.run_hours) + Fraction(step.setup_hours) / Fraction(
                routing.lot_quantity
            )
            work += hours * Fraction(step.hourly_cost)
    return RolledUp(rounded(material, PRICE_DECIMALS), rounded(work, PRICE_DECIMALS))


def rounded(exact: Fraction, decimals: int) -> Decimal:
    """A fraction to so many decimals, half up."""
    scaled = exact * 10**decimals
    whole = (Decimal(scaled.numerator) / Decimal(scaled.denominator)).quantize(
        Decimal(1), ROUND_HALF_UP
    )
    return whole.scaleb(-decimals)
