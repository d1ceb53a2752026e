"""What is refused about consents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from operations.errors import CommandRefused


class UnknownPurpose(CommandRefused):
    """A purpose that nobody may be asked for."""

    def __init__(self, purpose: str, *, known: Iterable[str]) -> None:
        super().__init__(
            f"There is no purpose {purpose!r}.", remedy=f"Give one of: {', '.join(known)}."
        )


class SaidInTheFuture(CommandRefused):
    """Nobody has said yet what they will say."""

    def __init__(self, contact: str, day: dt.date, *, today: dt.date) -> None:
        super().__init__(
            f"Contact {contact} would have said it on {day}; today is {today}.",
            remedy="Record it when it was said.",
        )


class NoProof(CommandRefused):
    """A word that nobody could prove is none."""

    def __init__(self, contact: str) -> None:
        super().__init__(
            f"The word of contact {contact} has no proof.",
            remedy="Say where it was given (form, mail, sheet) and what the person read.",
        )


class ExpiresBeforeGiven(CommandRefused):
    """A consent that lapsed before it was given."""

    def __init__(self, contact: str, given_on: dt.date, expires_on: dt.date) -> None:
        super().__init__(
            f"The consent of contact {contact} of {given_on} would expire on {expires_on}.",
            remedy="Let it expire on the day on which it is given, or later.",
        )
