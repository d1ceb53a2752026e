"""Production orders as what follows them needs them, and what they cost: pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from operations.erp.production.errors import OrderNotReleased, TooEarly

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Order:
    """A production order, locked."""

    production_order_id: int
    production_order_number: str
    company_id: int
    product_id: int
    location_id: int
    quantity: Decimal
    over_output_rate: Decimal
    planned_on: dt.date
    status: str
    released_on: dt.date | None
    expected_material_cost: Decimal | None
    expected_work_cost: Decimal | None

    @property
    def expected_unit_cost(self) -> Decimal | None:
        """What a unit should cost, by what was known when it was released."""
        if self.expected_material_cost is None or self.expected_work_cost is None:
            return None
        return self.expected_material_cost + self.expected_work_cost

    def require_released(self, what: str, on: dt.date) -> None:
        """Refuse what is reported on it while it is not released, or before it was.

        Raises OrderNotReleased, TooEarly.
        """
        if self.status != "released" or self.released_on is None:
            raise OrderNotReleased(self.production_order_number, self.status)
        if on < self.released_on:
            raise TooEarly(what, on, number=self.production_order_number, earliest=self.released_on)


@dataclass(frozen=True)
class Component:
    """A component of an order, what went in so far, and with which worth."""

    production_component_id: int
    component_id: int
    product_number: str
    required: Decimal
    issued: Decimal
    cost_amount: Decimal

    @property
    def remaining(self) -> Decimal:
        """What it still needs; never below zero, though more may have gone in than planned."""
        return max(self.required - self.issued, NOTHING)


@dataclass(frozen=True)
class Costs:
    """What an order has cost, and with which worth its output entered the stock."""

    material: Decimal
    work: Decimal
    output: Decimal
    good_quantity: Decimal

    @property
    def more_than_output(self) -> Decimal:
        """What it has cost more than its output is worth; below zero when less."""
        return self.material + self.work - self.output
