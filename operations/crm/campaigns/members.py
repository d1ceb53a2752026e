"""Whom a campaign addressed, and how far it got with them: sent, opened, responded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from operations.crm.campaigns.errors import ConsentWithdrawn, NotAMember
from operations.crm.campaigns.model import PURPOSES, Campaign, require_running
from operations.crm.campaigns.storage import require_campaign
from operations.crm.consents.words import withdrawn
from operations.database.connection import Connection
from operations.errors import InvalidValue, NotFound


def add_members(
    connection: Connection,
    *,
    campaign_id: int,
    sent_on: dt.date,
    lead_ids: Sequence[int] = (),
    contact_ids: Sequence[int] = (),
) -> int:
    """Address leads and contacts; return how many are new. Who was addressed before stays so.

    Records that were merged away are left out. Raises NotFound, CampaignOver, NotYetRunning,
    ConsentWithdrawn when somebody said no to this channel.
    """
    campaign = require_campaign(connection, campaign_id)
    require_running(campaign, sent_on)
    _require_willing(connection, campaign, contact_ids, sent_on)
    added = 0
    for record, ids in (("lead", lead_ids), ("contact", contact_ids)):
        table, key = f"{record}s", f"{record}_id"
        if not ids:
            continue
        found = connection.execute(
            f"select {key} from crm.{table} where {key} = any(%s) for key share", [list(ids)]
        ).fetchall()
        for missing in sorted(set(ids) - {row[0] for row in found}):
            raise NotFound(record, missing)
        written = connection.execute(
            f"insert into crm.campaign_members (campaign_id, {key}, sent_on)"
            f" select %s, {key}, %s from crm.{table}"
            f" where {key} = any(%s) and merged_into_id is null order by {key}"
            f" on conflict (campaign_id, {key}) do nothing",
            [campaign_id, sent_on, list(ids)],
        )
        added += written.rowcount
    return added


def note_opened(
    connection: Connection,
    *,
    campaign_id: int,
    on: dt.date,
    lead_id: int | None = None,
    contact_id: int | None = None,
) -> None:
    """Note that somebody read what was sent. Only the first time counts.

    Raises NotFound, NotAMember, InvalidValue.
    """
    _advance(connection, campaign_id, on, lead_id, contact_id, status="opened")


def note_response(
    connection: Connection,
    *,
    campaign_id: int,
    on: dt.date,
    lead_id: int | None = None,
    contact_id: int | None = None,
) -> None:
    """Note that somebody answered a campaign. Only the first time counts.

    Raises NotFound, NotAMember, InvalidValue.
    """
    _advance(connection, campaign_id, on, lead_id, contact_id, status="responded")


def _advance(
    connection: Connection,
    campaign_id: int,
    on: dt.date,
    lead_id: int | None,
    contact_id: int | None,
    *,
    status: str,
) -> None:
    campaign = require_campaign(connection, campaign_id)
    whom = f"lead {lead_id}" if contact_id is None else f"contact {contact_id}"
    row = connection.execute(
        "select campaign_member_id, status, coalesce(opened_on, sent_on) from crm.campaign_members"
        " where campaign_id = %s and lead_id is not distinct from %s"
        " and contact_id is not distinct from %s for update",
        [campaign_id, lead_id, contact_id],
    ).fetchone()
    if row is None:
        raise NotAMember(campaign.campaign_number, whom)
    member_id, stands, last_on = row
    if stands in (status, "responded"):
        return
    if on < last_on:
        raise InvalidValue(
            f"Campaign {campaign.campaign_number} reached {whom} on {last_on}; "
            f"it cannot be {status} on {on}.",
            remedy="Give that day or a later one.",
        )
    connection.execute(
        f"update crm.campaign_members set status = %s, {status}_on = %s"
        " where campaign_member_id = %s",
        [status, on, member_id],
    )


def _require_willing(
    connection: Connection, campaign: Campaign, contact_ids: Sequence[int], on: dt.date
) -> None:
    purpose = PURPOSES.get(campaign.channel)
    if purpose is None or not contact_ids:
        return
    for contact_id in sorted(withdrawn(connection, contact_ids, purpose=purpose, on=on)):
        row = connection.execute(
            "select last_name from crm.contacts where contact_id = %s", [contact_id]
        ).fetchone()
        name = str(contact_id) if row is None else f"{row[0]} ({contact_id})"
        raise ConsentWithdrawn(campaign.campaign_number, name, purpose)
