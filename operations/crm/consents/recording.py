"""Record what a person said: yes to a purpose, or no. Nothing of it is ever changed."""

from __future__ import annotations

import datetime as dt

from operations.crm.accounts.contacts import require_contact
from operations.crm.consents.errors import UnknownPurpose
from operations.crm.consents.model import Channel, Word, expiry, require_provable
from operations.crm.moments import company_day
from operations.database.connection import Connection, insert


def give_consent(
    connection: Connection,
    *,
    contact_id: int,
    purpose: str,
    channel: Channel,
    at: dt.datetime,
    proof_source: str,
    proof_text: str,
    expires_on: dt.date | None = None,
    recorded_by: str | None = None,
) -> int:
    """Record that a person allowed a purpose, with its proof; return the word's key.

    It holds until ``expires_on``, included; else as long as the purpose says. Raises NotFound,
    MergedAway, UnknownPurpose, NoProof, SaidInTheFuture, ExpiresBeforeGiven, InvalidValue.
    """
    word = Word(contact_id, purpose, channel, at, proof_source, proof_text, recorded_by)
    contact, valid_days = _require_sayable(connection, word)
    until = expiry(word, contact=contact, expires_on=expires_on, valid_days=valid_days)
    return _write(connection, word, action="given", expires_on=until)


def withdraw_consent(
    connection: Connection,
    *,
    contact_id: int,
    purpose: str,
    channel: Channel,
    at: dt.datetime,
    proof_source: str,
    proof_text: str,
    recorded_by: str | None = None,
) -> int:
    """Record that a person allows a purpose no more, or never did; return the word's key.

    Raises NotFound, MergedAway, UnknownPurpose, NoProof, SaidInTheFuture, InvalidValue.
    """
    word = Word(contact_id, purpose, channel, at, proof_source, proof_text, recorded_by)
    _require_sayable(connection, word)
    return _write(connection, word, action="withdrawn", expires_on=None)


def _require_sayable(connection: Connection, word: Word) -> tuple[str, int | None]:
    """The contact's name, and how many days a consent for the purpose holds."""
    contact = require_contact(connection, word.contact_id)
    rows = connection.execute(
        "select purpose, valid_days from crm.consent_purposes order by purpose"
    ).fetchall()
    valid_days: dict[str, int | None] = dict(rows)
    if word.purpose not in valid_days:
        raise UnknownPurpose(word.purpose, known=valid_days)
    today = company_day(dt.datetime.now(dt.UTC))
    require_provable(word, contact=contact.last_name, today=today)
    return contact.last_name, valid_days[word.purpose]


def _write(connection: Connection, word: Word, *, action: str, expires_on: dt.date | None) -> int:
    return insert(
        connection,
        "insert into crm.consent_events (contact_id, purpose, action, channel, said_at, said_on,"
        " expires_on, proof_source, proof_text, recorded_by)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) returning consent_event_id",
        [
            word.contact_id,
            word.purpose,
            action,
            word.channel,
            word.said_at,
            word.said_on,
            expires_on,
            word.proof_source.strip(),
            word.proof_text.strip(),
            word.recorded_by,
        ],
    )
