"""What is refused about leads: each names the lead, the rule and the remedy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from operations.errors import CommandRefused


class LeadDecided(CommandRefused):
    """A lead that was disqualified or converted: there is nothing more to do with it."""

    def __init__(self, lead_number: str, status: str, on: dt.date) -> None:
        remedy = (
            "Work with the account and the opportunity that it became."
            if status == "converted"
            else "Take it up again first (reconsider)."
        )
        super().__init__(f"Lead {lead_number} was {status} on {on}.", remedy=remedy)


class LeadNotQualified(CommandRefused):
    """Nobody has said yet that there is something in it."""

    def __init__(self, lead_number: str, status: str) -> None:
        super().__init__(
            f"Lead {lead_number} is {status}: only a qualified lead is converted.",
            remedy="Qualify it first.",
        )


class LeadNotDisqualified(CommandRefused):
    """Only what was put aside can be taken up again."""

    def __init__(self, lead_number: str, status: str) -> None:
        super().__init__(
            f"Lead {lead_number} is {status}, not disqualified.",
            remedy="Go on with it as it stands.",
        )


class LeadWithoutName(CommandRefused):
    """An account would have nobody to talk to."""

    def __init__(self, lead_number: str) -> None:
        super().__init__(
            f"Lead {lead_number} names nobody.",
            remedy="Give the last name of the contact with the conversion.",
        )


class UnknownSource(CommandRefused):
    """A way in which no lead comes: sources that everybody words anew cannot be compared."""

    def __init__(self, lead_source: str, *, known: Iterable[str]) -> None:
        super().__init__(
            f"There is no source of leads {lead_source!r}.",
            remedy=f"Give one of: {', '.join(known)}; or add it first (add_source).",
        )


class UnusableRule(CommandRefused):
    """A scoring rule that could never be met, or that nobody could explain."""
