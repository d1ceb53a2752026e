"""The writers of activities, and the deals that lack them."""

from operations.crm.activities.model import About, NextStep
from operations.crm.activities.planning import (
    cancel_activity,
    complete_activity,
    log_activity,
    plan_activity,
)
from operations.crm.activities.quiet_deals import QuietDeal, deals_without_activity

__all__ = [
    "About",
    "NextStep",
    "QuietDeal",
    "cancel_activity",
    "complete_activity",
    "deals_without_activity",
    "log_activity",
    "plan_activity",
]
