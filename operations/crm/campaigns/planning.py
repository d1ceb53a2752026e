"""Plan campaigns, start and end them, and write down what they cost."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import get_args

from operations.crm.campaigns.errors import CostBelowZero
from operations.crm.campaigns.model import (
    Channel,
    CostKind,
    Spend,
    require_alive,
    require_channel,
    require_span,
)
from operations.crm.campaigns.storage import locked, require_campaign
from operations.crm.owners.commands import owner_name as named
from operations.database.connection import Connection, insert
from operations.erp.party.model import require_name
from operations.erp.party.suppliers import supplier
from operations.errors import InvalidValue
from operations.money import require_cents
from operations.numbering import next_number


def plan_campaign(
    connection: Connection,
    *,
    name: str,
    channel: Channel,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
    planned_amount: Decimal | None = None,
    owner_id: int | None = None,
    owner_name: str | None = None,
    currency_code: str = "EUR",
    company_id: int = 1,
) -> int:
    """Plan a campaign, with its budget ex VAT when one is known; return its key.

    Raises InvalidValue, NotFound, NotEmployed.
    """
    require_name(name, of="campaign")
    require_channel(channel, of=name)
    require_span(starts_on, ends_on, of=name)
    owner_name = named(connection, owner_id=owner_id, name=owner_name, on=None)
    campaign_id = insert(
        connection,
        "insert into crm.campaigns (campaign_number, company_id, name, channel, starts_on,"
        " ends_on, currency_code, owner_id, owner_name)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s, %s) returning campaign_id",
        [
            next_number(connection, "campaign", company_id),
            company_id,
            name.strip(),
            channel,
            starts_on,
            ends_on,
            currency_code,
            owner_id,
            owner_name,
        ],
    )
    if planned_amount is not None:
        add_cost(
            connection,
            campaign_id=campaign_id,
            kind="planned",
            incurred_on=starts_on,
            label="Budget",
            amount=planned_amount,
        )
    return campaign_id


def start_campaign(connection: Connection, *, campaign_id: int, on: dt.date) -> None:
    """Let a planned campaign run from a day on. Raises NotFound, CampaignOver, InvalidValue."""
    campaign = locked(connection, campaign_id)
    require_alive(campaign)
    require_span(on, campaign.ends_on, of=campaign.campaign_number)
    if campaign.status == "running":
        return
    connection.execute(
        "update crm.campaigns set status = 'running', starts_on = %s where campaign_id = %s",
        [on, campaign_id],
    )


def end_campaign(connection: Connection, *, campaign_id: int, on: dt.date) -> None:
    """Let a campaign end with a day. Raises NotFound, CampaignOver, InvalidValue."""
    campaign = locked(connection, campaign_id)
    require_alive(campaign)
    require_span(campaign.starts_on, on, of=campaign.campaign_number)
    connection.execute(
        "update crm.campaigns set status = 'ended', ends_on = %s where campaign_id = %s",
        [on, campaign_id],
    )


def cancel_campaign(connection: Connection, *, campaign_id: int) -> None:
    """Give up a campaign; what it cost stays. Raises NotFound, CampaignOver."""
    require_alive(locked(connection, campaign_id))
    connection.execute(
        "update crm.campaigns set status = 'cancelled' where campaign_id = %s", [campaign_id]
    )


def add_cost(
    connection: Connection,
    *,
    campaign_id: int,
    kind: CostKind,
    incurred_on: dt.date,
    label: str,
    amount: Decimal,
    supplier_id: int | None = None,
    reference: str | None = None,
) -> int:
    """Write down a line of what a campaign is planned to cost, or did cost; return its key.

    ``amount`` is ex VAT in the campaign's currency; below zero it takes back an earlier line.
    Raises NotFound, CostBelowZero, InvalidValue.
    """
    campaign = locked(connection, campaign_id)
    number = campaign.campaign_number
    require_name(label, of=f"cost of campaign {number}")
    require_cents(amount, what=f"The cost of campaign {number}")
    if kind not in get_args(CostKind) or amount == 0:
        raise InvalidValue(
            f"Campaign {number} would have a cost of {amount} that is {kind!r}.",
            remedy=f"Give an amount other than zero, and one of: {', '.join(get_args(CostKind))}.",
        )
    if amount < 0:
        spent = spend(connection, campaign_id)
        so_far = spent.planned if kind == "planned" else spent.actual
        if so_far + amount < 0:
            raise CostBelowZero(number, kind, amount=amount, sum_=so_far)
    if supplier_id is not None:
        supplier(connection, supplier_id)
    return insert(
        connection,
        "insert into crm.campaign_costs (campaign_id, kind, incurred_on, label, amount,"
        " supplier_id, reference) values (%s, %s, %s, %s, %s, %s, %s) returning campaign_cost_id",
        [campaign_id, kind, incurred_on, label.strip(), amount, supplier_id, reference],
    )


def spend(connection: Connection, campaign_id: int) -> Spend:
    """What a campaign is planned to cost and what it did. Raises NotFound."""
    require_campaign(connection, campaign_id)
    row = connection.execute(
        "select coalesce(sum(amount) filter (where kind = 'planned'), 0.00),"
        " coalesce(sum(amount) filter (where kind = 'actual'), 0.00)"
        " from crm.campaign_costs where campaign_id = %s",
        [campaign_id],
    ).fetchone()
    assert row is not None  # noqa: S101  a sum has a row
    return Spend(planned=row[0], actual=row[1])
