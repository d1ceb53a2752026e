"""The life of an opportunity: open stages in any order, then won or lost, then nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from operations.errors import CommandRefused, InvalidValue
from operations.money import require_cents

FIRST_STAGE: Final = "prospecting"
WON: Final = "won"
LOST: Final = "lost"


@dataclass(frozen=True)
class Opportunity:
    """An opportunity as it stands; ``amount`` is ex VAT, None while nobody knows it."""

    opportunity_id: int
    opportunity_number: str
    stage: str
    amount: Decimal | None
    created_on: dt.date
    moved_on: dt.date
    closed_on: dt.date | None


class OpportunityClosed(CommandRefused):
    """A decided opportunity moves no more: the month in which it was won would change."""


class UnknownStage(CommandRefused):
    """A stage that the pipeline does not have, or that is reached by another command."""


class WonWithoutAmount(CommandRefused):
    """A win that nobody can count."""


def require_movable(opportunity: Opportunity, on: dt.date) -> None:
    """It is still open, and the day is not before its last move."""
    number = opportunity.opportunity_number
    if opportunity.closed_on is not None:
        raise OpportunityClosed(
            f"Opportunity {number} is {opportunity.stage} since {opportunity.closed_on}.",
            remedy="Open another opportunity for the new chance.",
        )
    if on < opportunity.created_on:
        raise InvalidValue(
            f"Opportunity {number} was found on {opportunity.created_on}; it cannot move on {on}.",
            remedy="Give that day or a later one.",
        )
    if on < opportunity.moved_on:
        raise InvalidValue(
            f"Opportunity {number} is {opportunity.stage} since {opportunity.moved_on}; "
            f"it cannot move on {on}.",
            remedy="Give that day or a later one.",
        )


def require_amount(amount: Decimal | None, *, what: str) -> None:
    """An amount is unknown, or in whole cents and not below zero."""
    if amount is None:
        return
    require_cents(amount, what=f"The amount of {what}")
    if amount < 0:
        raise InvalidValue(
            f"The amount of {what} is {amount}: below zero.", remedy="Give zero or more."
        )
