"""A person's word about a purpose, and the proof that makes it one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, get_args

from operations.crm.consents.errors import ExpiresBeforeGiven, NoProof, SaidInTheFuture
from operations.crm.moments import company_day, require_aware
from operations.errors import InvalidValue

Channel = Literal["web", "email", "phone", "paper", "event"]


@dataclass(frozen=True)
class Word:
    """What somebody said, when, where, and what he had read."""

    contact_id: int
    purpose: str
    channel: str
    said_at: dt.datetime
    proof_source: str
    proof_text: str
    recorded_by: str | None = None

    @property
    def said_on(self) -> dt.date:
        """The day of the word, on the clock of the company."""
        return company_day(self.said_at)


def require_provable(word: Word, *, contact: str, today: dt.date) -> None:
    """Refuse a word without proof, or of a day to come. Raises NoProof, SaidInTheFuture."""
    if word.channel not in get_args(Channel):
        raise InvalidValue(
            f"The word of contact {contact} came by {word.channel!r}.",
            remedy=f"Give one of: {', '.join(get_args(Channel))}.",
        )
    if not word.proof_source.strip() or not word.proof_text.strip():
        raise NoProof(contact)
    require_aware(word.said_at, what=f"The word of contact {contact}")
    if word.said_on > today:
        raise SaidInTheFuture(contact, word.said_on, today=today)


def expiry(
    word: Word, *, contact: str, expires_on: dt.date | None, valid_days: int | None
) -> dt.date | None:
    """The last day of a consent: as said, else as long as its purpose says; None for ever.

    Raises ExpiresBeforeGiven.
    """
    if expires_on is None:
        return None if valid_days is None else word.said_on + dt.timedelta(days=valid_days)
    if expires_on < word.said_on:
        raise ExpiresBeforeGiven(contact, word.said_on, expires_on)
    return expires_on
