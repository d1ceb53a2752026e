"""What a person's word is on a day: the latest one said by then holds, until it expires.

A consent that has expired does not bring back an older one: the person has spoken since. Words of
contacts that were merged into another are the words of that one: it is the same person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from operations.database.connection import Connection

# For each contact asked for, the latest word of it and of those that were merged into it.
_LATEST = """
    with recursive persons (contact_id, own_id) as (
        select contact_id, contact_id from unnest(%(contact_ids)s::bigint[]) as contact_id
        union all
        select persons.contact_id, merged.contact_id
        from persons join crm.contacts as merged on merged.merged_into_id = persons.own_id
    )
    select distinct on (persons.contact_id)
        persons.contact_id, events.action, events.expires_on
    from persons
    join crm.consent_events as events on events.contact_id = persons.own_id
    where events.purpose = %(purpose)s and events.said_on <= %(on)s
    order by persons.contact_id, events.said_at desc, events.consent_event_id desc
"""


def has_consent(connection: Connection, contact_id: int, purpose: str, on: dt.date) -> bool:
    """Whether a person allows a purpose at the end of a day."""
    return contact_id in consenting(connection, [contact_id], purpose=purpose, on=on)


def consenting(
    connection: Connection, contact_ids: Sequence[int], *, purpose: str, on: dt.date
) -> set[int]:
    """Those of the contacts who allow a purpose at the end of a day."""
    return {
        contact_id
        for contact_id, action, expires_on in _latest(connection, contact_ids, purpose, on)
        if action == "given" and (expires_on is None or expires_on >= on)
    }


def withdrawn(
    connection: Connection, contact_ids: Sequence[int], *, purpose: str, on: dt.date
) -> set[int]:
    """Those of the contacts whose last word about a purpose, by the end of a day, is no."""
    return {
        contact_id
        for contact_id, action, _ in _latest(connection, contact_ids, purpose, on)
        if action == "withdrawn"
    }


def _latest(
    connection: Connection, contact_ids: Sequence[int], purpose: str, on: dt.date
) -> list[tuple[int, str, dt.date | None]]:
    return connection.execute(
        _LATEST, {"contact_ids": list(contact_ids), "purpose": purpose, "on": on}
    ).fetchall()
