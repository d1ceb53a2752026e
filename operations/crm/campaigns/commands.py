"""The writers of campaigns: plan, start, end, count the cost, address people."""

from operations.crm.campaigns.members import add_members, note_opened, note_response
from operations.crm.campaigns.planning import (
    add_cost,
    cancel_campaign,
    end_campaign,
    plan_campaign,
    spend,
    start_campaign,
)

__all__ = [
    "add_cost",
    "add_members",
    "cancel_campaign",
    "end_campaign",
    "note_opened",
    "note_response",
    "plan_campaign",
    "spend",
    "start_campaign",
]
