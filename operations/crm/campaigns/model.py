"""A campaign, its life, and how far it got with somebody."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, get_args

from operations.crm.campaigns.errors import CampaignOver, NotYetRunning
from operations.errors import InvalidValue

Channel = Literal["email", "phone", "post", "event", "search", "social", "partner", "press"]
CostKind = Literal["planned", "actual"]
# Whom a campaign addresses this way may have said no to it.
PURPOSES: Final = {"email": "newsletter", "phone": "phone"}


@dataclass(frozen=True)
class Campaign:
    """A campaign as it stands; without ``ends_on`` it runs until somebody ends it."""

    campaign_id: int
    campaign_number: str
    channel: str
    status: str
    starts_on: dt.date
    ends_on: dt.date | None
    currency_code: str


@dataclass(frozen=True)
class Spend:
    """What a campaign is planned to cost and what it did so far, ex VAT, in its currency."""

    planned: Decimal
    actual: Decimal


def require_channel(channel: str, *, of: str) -> None:
    """Refuse a way to be heard that is none of the known ones."""
    if channel not in get_args(Channel):
        raise InvalidValue(
            f"The channel of campaign {of} is {channel!r}.",
            remedy=f"Give one of: {', '.join(get_args(Channel))}.",
        )


def require_span(starts_on: dt.date, ends_on: dt.date | None, *, of: str) -> None:
    """A campaign does not end before it starts."""
    if ends_on is not None and ends_on < starts_on:
        raise InvalidValue(
            f"Campaign {of} would run from {starts_on} to {ends_on}.",
            remedy="Let it end on the day on which it starts, or later.",
        )


def require_alive(campaign: Campaign) -> None:
    """Refuse a campaign that ended or was cancelled. Raises CampaignOver."""
    if campaign.status in ("ended", "cancelled"):
        raise CampaignOver(campaign.campaign_number, campaign.status)


def require_running(campaign: Campaign, on: dt.date) -> None:
    """Refuse to address somebody outside its days. Raises CampaignOver, NotYetRunning."""
    require_alive(campaign)
    if on < campaign.starts_on:
        raise NotYetRunning(campaign.campaign_number, on, starts_on=campaign.starts_on)
    if campaign.ends_on is not None and on > campaign.ends_on:
        raise CampaignOver(campaign.campaign_number, f"over since {campaign.ends_on}")
