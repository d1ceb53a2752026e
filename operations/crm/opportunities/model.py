"""The life of an opportunity: open stages in any order, then won or lost; then at most reopened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from operations.crm.opportunities.errors import (
    NotAsToldLater,
    OpportunityClosed,
    OpportunityOpen,
    UnknownStage,
    WonWithoutAmount,
)
from operations.errors import InvalidValue
from operations.money import (
    PRICE_DECIMALS,
    QUANTITY_DECIMALS,
    RATE_DECIMALS,
    require_cents,
    require_exact,
    to_cents,
)

FIRST_STAGE: Final = "prospecting"
WON: Final = "won"
LOST: Final = "lost"
CLOSED: Final = "closed"
OPEN_CATEGORIES: Final = ("pipeline", "best_case", "commit", "omitted")

__all__ = [
    "Opportunity",
    "OpportunityClosed",
    "OpportunityLine",
    "Stage",
    "UnknownStage",
    "WonWithoutAmount",
]


@dataclass(frozen=True)
class Stage:
    """A step of the pipeline, and what a deal of it is worth: ``probability`` is 0 to 1."""

    stage: str
    probability: Decimal
    outcome: str
    forecast_category: str


@dataclass(frozen=True)
class Opportunity:
    """An opportunity as it stands; ``amount`` is ex VAT, None while nobody knows it."""

    opportunity_id: int
    opportunity_number: str
    account_id: int
    name: str
    stage: str
    amount: Decimal | None
    currency_code: str
    product_id: int | None
    owner_id: int | None
    owner_name: str | None
    probability: Decimal
    forecast_category: str
    competitor_name: str | None
    next_step: str | None
    created_on: dt.date
    expected_close_on: dt.date | None
    closed_on: dt.date | None
    lost_reason: str | None
    outcome_reason_id: int | None
    line_count: int
    told_fields: Sequence[str]
    told_days: Sequence[dt.date]

    @property
    def told_on(self) -> dict[str, dt.date]:
        """For each field, the day of which its last change is said to be."""
        return dict(zip(self.told_fields, self.told_days, strict=True))


@dataclass(frozen=True)
class OpportunityLine:
    """What the deal is about: a quantity of a product at a unit price ex VAT."""

    product_id: int
    quantity: Decimal
    unit_price: Decimal

    def __post_init__(self) -> None:
        """Refuse a line about nothing, or with more decimals than are kept."""
        place = f"product {self.product_id}"
        require_exact(self.quantity, decimals=QUANTITY_DECIMALS, what=f"The quantity of {place}")
        require_exact(self.unit_price, decimals=PRICE_DECIMALS, what=f"The price of {place}")
        if self.quantity <= 0:
            raise InvalidValue(
                f"The quantity of {place} is {self.quantity}: not above zero.",
                remedy="Give more than zero.",
            )
        if self.unit_price < 0:
            raise InvalidValue(
                f"The price of {place} is {self.unit_price}: below zero.",
                remedy="Give zero or more.",
            )

    @property
    def net_amount(self) -> Decimal:
        """What the line is worth ex VAT, to the cent."""
        return to_cents(self.quantity * self.unit_price)


def require_movable(opportunity: Opportunity, on: dt.date) -> None:
    """It is still open, and the day is not before it was found, nor before its last move."""
    if opportunity.closed_on is not None:
        raise OpportunityClosed(
            f"Opportunity {opportunity.opportunity_number} is {opportunity.stage} "
            f"since {opportunity.closed_on}.",
            remedy="Reopen it, or open another opportunity for the new chance.",
        )
    require_found(opportunity, on)
    moved_on = opportunity.told_on.get("stage", opportunity.created_on)
    if on < moved_on:
        raise InvalidValue(
            f"Opportunity {opportunity.opportunity_number} is {opportunity.stage} "
            f"since {moved_on}; it cannot move on {on}.",
            remedy="Give that day or a later one.",
        )


def require_open(opportunity: Opportunity, on: dt.date) -> None:
    """It was found by that day and is still open."""
    if opportunity.closed_on is not None:
        raise OpportunityClosed(
            f"Opportunity {opportunity.opportunity_number} is {opportunity.stage} "
            f"since {opportunity.closed_on}.",
            remedy="Reopen it first: what is decided does not change.",
        )
    require_found(opportunity, on)


def require_decided(opportunity: Opportunity) -> None:
    """Only what is won or lost can be reopened."""
    if opportunity.closed_on is None:
        raise OpportunityOpen(opportunity.opportunity_number, opportunity.stage)


def require_found(opportunity: Opportunity, on: dt.date) -> None:
    """Nothing happens to a deal before it was found."""
    if on < opportunity.created_on:
        raise InvalidValue(
            f"Opportunity {opportunity.opportunity_number} was found on {opportunity.created_on}; "
            f"it cannot move on {on}.",
            remedy="Give that day or a later one.",
        )


def require_forward(opportunity: Opportunity, fields: Iterable[str], on: dt.date) -> None:
    """Each field is told forward: back-dating goes as far as its last change, and no further.

    Raises NotAsToldLater: the state on the days in between would be another than was told.
    """
    told_on = opportunity.told_on
    for field in fields:
        told = told_on.get(field)
        if told is not None and on < told:
            raise NotAsToldLater(opportunity.opportunity_number, field, on, told=told)


def require_amount(amount: Decimal | None, *, what: str) -> None:
    """An amount is unknown, or in whole cents and not below zero."""
    if amount is None:
        return
    require_cents(amount, what=f"The amount of {what}")
    if amount < 0:
        raise InvalidValue(
            f"The amount of {what} is {amount}: below zero.", remedy="Give zero or more."
        )


def require_probability(probability: Decimal, *, what: str) -> None:
    """A probability lies between 0 and 1, with six decimals at most."""
    require_exact(probability, decimals=RATE_DECIMALS, what=f"The probability of {what}")
    if not 0 <= probability <= 1:
        raise InvalidValue(
            f"The probability of {what} is {probability}.",
            remedy="Give a rate between 0 and 1: 0.25 is 25 %.",
        )


def require_category(category: str, *, what: str) -> None:
    """An open deal is forecast in one of four ways; ``closed`` comes with its decision."""
    if category not in OPEN_CATEGORIES:
        raise InvalidValue(
            f"The forecast category of {what} is {category!r}.",
            remedy=f"Give one of: {', '.join(OPEN_CATEGORIES)}.",
        )
