"""What is refused about opportunities: each names the deal, the rule and the remedy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from operations.errors import CommandRefused


class OpportunityClosed(CommandRefused):
    """A decided opportunity moves no more: the month in which it was won would change."""


class OpportunityOpen(CommandRefused):
    """What nobody has decided cannot be reopened."""

    def __init__(self, opportunity_number: str, stage: str) -> None:
        super().__init__(
            f"Opportunity {opportunity_number} is open, in stage {stage}.",
            remedy="Move it to another stage instead.",
        )


class OpportunityOrdered(CommandRefused):
    """What was ordered was won: the order would have no deal behind it."""

    def __init__(self, opportunity_number: str, order_number: str) -> None:
        super().__init__(
            f"Opportunity {opportunity_number} cannot be reopened: "
            f"order {order_number} came of it.",
            remedy="Open another opportunity for the new chance.",
        )


class UnknownStage(CommandRefused):
    """A stage that the pipeline does not have, or that is reached by another command."""


class WonWithoutAmount(CommandRefused):
    """A win that nobody can count."""


class UnknownReason(CommandRefused):
    """A reason that is not on the list: reasons that everybody words anew cannot be counted."""

    def __init__(self, opportunity_number: str, reason: str, *, known: Iterable[str]) -> None:
        super().__init__(
            f"Opportunity {opportunity_number} cannot be decided for the reason {reason!r}.",
            remedy=f"Give one of: {', '.join(known)}; or add the reason first (add_reason).",
        )


class AmountFromLines(CommandRefused):
    """A deal with lines is worth what they sum to."""

    def __init__(self, opportunity_number: str, line_count: int) -> None:
        super().__init__(
            f"The amount of opportunity {opportunity_number} is the sum of its {line_count} lines.",
            remedy="Change its lines (set_lines).",
        )


class NotAsToldLater(CommandRefused):
    """A change dated before a later one of the same field, which would hide it."""

    def __init__(self, opportunity_number: str, field: str, on: dt.date, *, told: dt.date) -> None:
        super().__init__(
            f"The {field} of opportunity {opportunity_number} was changed as of {told}; "
            f"a change as of {on} would lie before it.",
            remedy=f"Date it {told} or later.",
        )
