"""Read campaigns."""

from __future__ import annotations

from operations.crm.campaigns.model import Campaign
from operations.database.connection import Connection, first
from operations.errors import NotFound

_CAMPAIGN = (
    "select campaign_id, campaign_number, channel, status, starts_on, ends_on, currency_code"
    " from crm.campaigns where campaign_id = %s"
)


def require_campaign(connection: Connection, campaign_id: int) -> Campaign:
    """A campaign of the books. Raises NotFound."""
    return _found(first(connection, Campaign, _CAMPAIGN, [campaign_id]), campaign_id)


def locked(connection: Connection, campaign_id: int) -> Campaign:
    """A campaign, locked until the transaction ends. Raises NotFound."""
    found = first(connection, Campaign, f"{_CAMPAIGN} for no key update", [campaign_id])
    return _found(found, campaign_id)


def _found(campaign: Campaign | None, campaign_id: int) -> Campaign:
    if campaign is None:
        raise NotFound("campaign", campaign_id)
    return campaign
